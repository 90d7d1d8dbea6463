/**
 * Concepts of one's own on 600 pairs of HH helpful: tsx tests/bench/own-concepts.ts [traits|shuffled|speed]
 * [first seed] [last seed]. The data lies beside the checkout; without it only `speed` does anything.
 * - traits: each is planted into 5% of the chosen responses, ten other paraphrases and ten sentences of
 * the data
 *   are given as examples; held-out AUROC, AUROC of planted against other responses, and whether it is
 * confirmed.
 * - shuffled: the sides of all pairs are dealt at random, and a probe is made of ten sentences of chosen
 * and ten
 *   of rejected responses: how often is it confirmed?
 * - speed: a probe on the states of 100,000 pairs.
 */
import { gatherUnits, type UnitTable } from '../../src/core/activations.ts'
import { sentenceRanges } from '../../src/core/extract/units.ts'
import type { OwnDefinition } from '../../src/core/own/definition.ts'
import { backgroundOf, fitProbe } from '../../src/core/own/probe/fit-probe.ts'
import { scoreSpans, storedScore } from '../../src/core/own/probe/probe.ts'
import { aurocOf } from '../../src/core/own/probe/quality.ts'
import { type PairTable, pairTable, selectPairs } from '../../src/core/pairs.ts'
import { permutation, random } from '../../src/core/random.ts'
import { Workspace } from '../../src/core/workspace/workspace.ts'
import { emptyUnitStates } from '../../src/core/unit-states.ts'
import { CachedExtractor } from '../cached-extractor.ts'
import { haveRealData, realPairs } from '../real-data.ts'
import { bundledDictionary } from '../../src/encoder/node.ts'
import { EXAMPLES, insert, RULES, split, type Trait, TRAITS } from '../unit/own/traits.ts'

const PAIRS = 600
const PLANTED = 30
const [only = 'all', from = '1', to = '10'] = process.argv.slice(2)
const seeds = Array.from({ length: Number(to) - Number(from) + 1 }, (_, k) => Number(from) + k)

const extractor = new CachedExtractor(true)
const dictionary = await bundledDictionary()

if (only === 'all' || only === 'speed') speed()
if (haveRealData && only !== 'speed') {
  const dataset = await realPairs('hh-helpful-base-test.jsonl.gz')
  const order = permutation(dataset.pairs.length, random(1))
  const pairs = selectPairs(dataset.pairs, order.slice(0, PAIRS))
  const others = sentences(selectPairs(dataset.pairs, order.slice(PAIRS, PAIRS + 300)))
  const base = await extracted(pairs)
  const open = (table: PairTable, units: UnitTable) => {
    const workspace = new Workspace({ ...dataset, pairs: table }, dictionary)
    const { extraction } = workspace
    extraction.batches.forEach(({ kind, spans }, id) => {
      const at = Array.from(spans, (span) => ({ table: 0, span }))
      if (kind === 'response') extraction.add(id, gatherUnits([units], at))
    })
    return workspace
  }
  if (only !== 'shuffled') await traits(pairs, base, others, open)
  if (only !== 'traits') await shuffled(pairs, base, open)
}

type Open = (table: PairTable, units: UnitTable) => Workspace

async function traits(pairs: PairTable, base: UnitTable, others: readonly string[], open: Open) {
  for (const seed of seeds) {
    for (const trait of Object.keys(TRAITS) as Trait[]) {
      const { examples, planted } = split(trait, seed)
      const at = Array.from(permutation(PAIRS, random(seed)).slice(0, PLANTED)).sort((a, b) => a - b)
      const chosen = [...pairs.chosen]
      at.forEach((p, k) => {
        chosen[p] = insert(chosen[p]!, planted[k % planted.length]!, 1000 * seed + k)
      })
      const table = retold(pairs, chosen, pairs.rejected)
      const own = await extractor.extract(at.map((p) => chosen[p]!))
      const where = new Map(at.map((p, k) => [2 * p, k]))
      const units = gatherUnits(
        [base, own],
        Array.from({ length: base.spans }, (_, span) =>
          where.has(span) ? { table: 1, span: where.get(span)! } : { table: 0, span },
        ),
      )
      const negative = Array.from(
        permutation(others.length, random(seed + 50)).slice(0, EXAMPLES),
        (k) => others[k]!,
      )
      const definitions: OwnDefinition[] = [
        { id: 'probe', label: trait, kind: 'examples', positive: examples, negative },
      ]
      const pattern = RULES[trait]
      if (pattern !== undefined) definitions.push({ id: 'rule', label: trait, kind: 'rule', pattern })
      const workspace = open(table, units)
      const isPlanted = Uint8Array.from({ length: base.spans }, (_, span) => Number(where.has(span)))
      await tested(workspace, definitions)
      const concept = workspace.concept('probe')
      const { probe } = workspace.basis.own!.get('probe')!
      const auroc = aurocOf(scoreSpans(storedScore(probe!), workspace.basis.units!), isPlanted)
      report({
        trait,
        seed,
        method: probe!.method,
        heldOut: concept.probe!.auroc.estimate,
        planted: auroc,
        ...row(workspace, 'probe'),
      })
      if (pattern !== undefined) report({ trait, seed, method: 'rule', ...row(workspace, 'rule') })
    }
  }
}

async function shuffled(pairs: PairTable, base: UnitTable, open: Open) {
  for (const seed of seeds) {
    const rng = random(seed + 500)
    const swap = Array.from({ length: PAIRS }, () => rng() < 0.5)
    const side = (first: readonly string[], second: readonly string[]) =>
      first.map((text, p) => (swap[p] ? second[p]! : text))
    const table = retold(pairs, side(pairs.chosen, pairs.rejected), side(pairs.rejected, pairs.chosen))
    const units = gatherUnits(
      [base],
      Array.from({ length: base.spans }, (_, span) => ({
        table: 0,
        span: swap[span >> 1] ? span ^ 1 : span,
      })),
    )
    const some = (texts: readonly string[], k: number) => {
      const marked = permutation(PAIRS, random(100 * seed + k)).slice(0, EXAMPLES)
      return Array.from(marked, (p) => {
        const all = sentenceRanges(texts[p]!).map(([a, b]) => texts[p]!.slice(a, b).trim())
        return { text: all.filter((one) => one !== '')[0]!, row: table.row[p]! }
      })
    }
    const definitions: OwnDefinition[] = Array.from({ length: 10 }, (_, k) => ({
      ...{ id: `shuffled${k}`, label: 'Shuffled', kind: 'examples' as const },
      positive: some(table.chosen, 2 * k),
      negative: some(table.rejected, 2 * k + 1),
    }))
    const workspace = open(table, units)
    await tested(workspace, definitions)
    const rows = definitions.map(({ id }) => row(workspace, id))
    report({
      shuffled: seed,
      probes: rows.length,
      confirmed: rows.filter(({ confirmed }) => confirmed).length,
    })
  }
}

/** States of no text in particular: what a probe costs does not depend on them. */
function speed() {
  const [pairs, dim, each] = [100_000, 384, 5]
  const rng = random(1)
  const unitStates = emptyUnitStates(2 * pairs * each, dim)
  const noise = Int8Array.from({ length: 1 << 20 }, () => Math.floor(255 * rng()) - 127)
  for (let at = 0; at < unitStates.value.length; at += noise.length)
    unitStates.value.set(noise.subarray(0, unitStates.value.length - at), at)
  unitStates.scale.fill(0.01)
  const table = (spans: number): UnitTable => ({
    ...{ spans, dim, unitStates },
    unitPtr: Uint32Array.from({ length: spans + 1 }, (_, j) => j * each),
    start: new Uint32Array(spans * each),
    end: new Uint32Array(spans * each),
    tokens: new Uint16Array(spans * each),
    indptr: new Uint32Array(spans * each + 1),
    feature: new Uint16Array(0),
    value: new Float32Array(0),
    state: new Float32Array(spans * dim),
  })
  const units = table(2 * pairs)
  const examples = table(4 * EXAMPLES)
  const label = Uint8Array.from({ length: 2 * EXAMPLES }, (_, e) => Number(e < EXAMPLES))
  const texts = {
    ...{ units: examples, alone: examples, label, row: new Uint32Array(label.length) },
    example: Uint32Array.from({ length: 4 * EXAMPLES }, (_, j) => j >> 1),
    group: Uint32Array.from(label.keys()),
  }
  for (let run = 0; run < 3; run++) {
    const began = performance.now()
    const background = backgroundOf(units)
    const sampled = performance.now()
    const probe = fitProbe(texts, background)
    const fitted = performance.now()
    scoreSpans(storedScore(probe), units)
    const seconds = (a: number, b: number) => Number(((b - a) / 1000).toFixed(2))
    report({
      pairs,
      background: seconds(began, sampled),
      fit: seconds(sampled, fitted),
      score: seconds(fitted, performance.now()),
    })
  }
}

async function tested(workspace: Workspace, definitions: readonly OwnDefinition[]) {
  workspace.setOwn(definitions)
  const texts = workspace.own.unread()
  workspace.own.add(texts, await extractor.extract(texts))
  workspace.analyse(1)
}

function row(workspace: Workspace, id: string) {
  const found = workspace.findings.rows.find(({ concept }) => concept.id === id)?.hypothesis
  return {
    discordant: found?.discordant ?? 0,
    winRate: found?.winRate ?? null,
    confirmed: found?.confirmed ?? false,
  }
}

async function extracted(pairs: PairTable): Promise<UnitTable> {
  const tables: UnitTable[] = []
  for (let p = 0; p < PAIRS; p += 60) {
    const some = Array.from({ length: 60 }, (_, k) => p + k)
    tables.push(await extractor.extract(some.flatMap((i) => [pairs.chosen[i]!, pairs.rejected[i]!])))
  }
  return gatherUnits(
    tables,
    tables.flatMap(({ spans }, table) => Array.from({ length: spans }, (_, span) => ({ table, span }))),
  )
}

function retold(pairs: PairTable, chosen: readonly string[], rejected: readonly string[]) {
  return pairTable(
    Array.from({ length: PAIRS }, (_, p) => ({
      ...{ prompt: pairs.prompt[p]!, chosen: chosen[p]!, rejected: rejected[p]! },
      row: p + 1,
    })),
  )
}

function sentences(pairs: PairTable): string[] {
  return [...pairs.chosen, ...pairs.rejected]
    .flatMap((text) => sentenceRanges(text).map(([start, end]) => text.slice(start, end).trim()))
    .filter((one) => one.split(' ').length > 5)
}

function report(values: Readonly<Record<string, unknown>>) {
  const rounded = (value: unknown) => (typeof value === 'number' ? Number(value.toFixed(3)) : value)
  console.log(
    JSON.stringify(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, rounded(value)]))),
  )
}

await extractor.dispose()
