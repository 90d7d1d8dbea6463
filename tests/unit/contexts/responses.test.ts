import { describe, expect, it } from 'vitest'
import { acrossContexts } from '../../../src/core/contexts/across.ts'
import { dataClusterHypotheses } from '../../../src/core/contexts/data-clusters.ts'
import type { ContextFindings, PromptContextInput } from '../../../src/core/contexts/input.ts'
import {
  promptClusterHypotheses,
  promptContexts,
  testPromptContexts,
} from '../../../src/core/contexts/prompt-clusters.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { judge, type Unjudged } from './judge.ts'
import { permuted } from './permute.ts'
import { relabelled } from './relabel.ts'
import { topical } from './topical.ts'

const feature = 90
const unjudged = topical({
  ...{ pairs: 800, topics: 5, features: 100, seed: 4 },
  habits: [{ topic: null, feature, share: 0.4 }],
})
const inTopic = ({ row }: Unjudged) => unjudged.topic[row] === 2
/** Most are good, more so in some topics; a habit of topic 2 is punished there. */
const data = judge(
  unjudged,
  (one) => 1.2 - 0.3 * unjudged.topic[one.row]! - (inTopic(one) && one.has(feature) ? 3 : 0),
  7,
)
const everywhere = judge(unjudged, (one) => 1 - (one.has(feature) ? 1.5 : 0), 7)

const scopes = [
  ['data clusters', dataClusterHypotheses],
  ['prompt clusters', promptClusterHypotheses],
] as const
const confirmed = ({ hypotheses }: ContextFindings) => hypotheses.filter((one) => one.confirmed)
const key = (one: ContextFindings['hypotheses'][number]) => `${one.concept} in ${one.scope.id}`
const share = (pairs: Uint32Array, topic: number) =>
  pairs.filter((i) => unjudged.topic[i] === topic).length / pairs.length

describe.each(scopes)('%s of single responses', (_, run) => {
  const found = run(data)

  it('are contexts of responses, found without their labels', () => {
    const turned = run(relabelled(data, (i) => i % 3 === 0))
    expect(found.contexts.length).toBeGreaterThan(4)
    expect(turned.contexts.map(({ pairs }) => [...pairs])).toEqual(
      found.contexts.map(({ pairs }) => [...pairs]),
    )
    expect(found.contexts.every(({ kind }) => kind !== 'prompt-theme')).toBe(true)
    expect(found.concepts).toEqual([])
    expect(found.tests).toBeGreaterThan(20)
  })

  it('turn every sign, and nothing else, when good and bad are swapped', () => {
    const turned = run(relabelled(data, () => true))
    const before = new Map(found.hypotheses.map((one) => [key(one), one]))
    expect(turned.hypotheses).toHaveLength(found.hypotheses.length)
    for (const one of turned.hypotheses) {
      const other = before.get(key(one))!
      expect(one.local!.delta).toBeCloseTo(-other.local!.delta, 8)
      expect(one.local!.z).toBeCloseTo(-other.local!.z, 8)
      expect(one.local!.detectable ?? -1).toBeCloseTo(other.local!.detectable ?? -1, 8)
      expect(one.beta).toBeCloseTo(-other.beta, 6)
      expect(one.winRate).toBeCloseTo(1 - other.winRate, 8)
      expect(one.winRateWithout).toBeCloseTo(1 - other.winRateWithout!, 8)
      expect(one.prevalenceChosen).toBeCloseTo(other.prevalenceRejected, 8)
      expect(one.confirmed).toBe(other.confirmed)
      expect(one.q).toBeCloseTo(other.q, 5)
      expect(one.pPermutation).toBe(other.pPermutation)
    }
  })

  it('are the same in any order of the rows, and for the same seed', () => {
    const strip = ({ hypotheses }: ContextFindings) =>
      hypotheses.map((one) => `${key(one)} ${one.local!.z.toFixed(6)} ${one.q.toFixed(5)} ${one.confirmed}`)
    expect(strip(run(permuted(data, 9))).sort()).toEqual(strip(found).sort())
    expect(run(data)).toEqual(found)
  })

  it('count good and bad responses inside', () => {
    for (const { scope, concept, n, discordant, winRate, winRateWithout } of found.hypotheses.slice(0, 40)) {
      const { pairs } = found.contexts.find(({ id }) => id === scope.id)!
      const f = Number(concept.slice(2))
      const has = new Set(
        data.responses.span
          .subarray(data.responses.indptr[f], data.responses.indptr[f + 1])
          .map((span) => span >> 1),
      )
      const good = (with_: boolean) =>
        [...pairs].filter((i) => has.has(i) === with_ && data.pairs.chosen[i] !== '').length
      const count = [...pairs].filter((i) => has.has(i)).length
      expect({ n, discordant, winRate, winRateWithout }).toEqual({
        n: pairs.length,
        discordant: count,
        winRate: good(true) / count,
        winRateWithout: good(false) / (n - count),
      })
    }
  })

  it('do not report as local what is punished everywhere', () => {
    const local = confirmed(run(everywhere)).filter(({ concept }) => concept === `d:${feature}`)
    expect(local).toEqual([])
  })

  it('have nothing to say of a handful of responses, nor of labels of one kind', () => {
    const few = judge(topical({ pairs: 40, topics: 2, features: 20, seed: 1 }), () => 0, 1)
    expect(run(few).hypotheses).toEqual([])
    expect(run(judge(unjudged, () => 9, 1)).hypotheses).toEqual([])
  })

  it('report progress that never falls', () => {
    const seen: number[] = []
    run(data, (done) => seen.push(done))
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(100)
  })
})

describe('a habit punished in one topic', () => {
  const found = promptClusterHypotheses(data)

  it('is confirmed in that topic’s prompts, leaning bad', () => {
    const local = confirmed(found).filter(({ concept }) => concept === `d:${feature}`)
    expect(local.length).toBeGreaterThan(0)
    for (const { scope, local: effect, winRate, winRateWithout } of local) {
      expect(share(found.contexts.find(({ id }) => id === scope.id)!.pairs, 2)).toBeGreaterThan(0.9)
      expect(effect!.deltaHigh).toBeLessThan(0)
      expect(winRate).toBeLessThan(winRateWithout!)
    }
  })

  it('has one line in every context, the same as its hypotheses', () => {
    const lines = acrossContexts(data.pairs, data.disparities, feature, found.contexts)
    expect(lines).toHaveLength(found.contexts.length)
    for (const { concept, scope, local, winRate } of found.hypotheses) {
      if (concept !== `d:${feature}`) continue
      const line = lines.find(({ context }) => context.id === scope.id)!
      expect(line.winRate!.value).toBeCloseTo(winRate, 10)
      expect(line.delta.value).toBeCloseTo(local!.delta, 10)
      expect(line.delta.low).toBeCloseTo(local!.deltaLow, 10)
    }
  })
})

/** Every row twice. */
function twice(once: PromptContextInput): PromptContextInput {
  const n = once.pairs.length
  const again = <T>(list: readonly T[]) => [...list, ...list]
  const table = pairTable(
    Array.from({ length: 2 * n }, (_, i) => ({
      prompt: again(once.pairs.prompt)[i]!,
      chosen: again(once.pairs.chosen)[i]!,
      rejected: again(once.pairs.rejected)[i]!,
      row: i + 1,
    })),
    false,
  )
  const { features, indptr, span, max, freq } = once.responses
  const of = (f: number) => span.subarray(indptr[f], indptr[f + 1])
  const all = Array.from({ length: features }, (_, f) => [...of(f), ...of(f).map((s) => s + 2 * n)])
  const responses = {
    ...{ ...once.responses, spans: 4 * n, indptr: indptr.map((at) => 2 * at) },
    ...{ span: Uint32Array.from(all.flat()), max: new Float32Array(2 * max.length).fill(1) },
    freq: new Float32Array(2 * freq.length).fill(1),
  }
  return {
    ...once,
    ...{ pairs: table, responses, disparities: disparities(responses, once.concepts, false) },
  }
}

it('keeps every estimate and its error, and confirms no more, when every response is there twice', () => {
  const { topics } = promptContexts(data)
  const doubled = topics.map((set) => Uint32Array.from([...set, ...set.map((i) => i + data.pairs.length)]))
  const before = new Map(
    testPromptContexts(data, { topics, themes: [], shifts: [] }).hypotheses.map((one) => [key(one), one]),
  )
  const after = testPromptContexts(twice(data), { topics: doubled, themes: [], shifts: [] })
  const both = after.hypotheses.filter((one) => before.has(key(one)))
  expect(both.length).toBeGreaterThan(10)
  for (const one of both) {
    expect(one.local!.delta).toBeCloseTo(before.get(key(one))!.local!.delta, 8)
    expect(one.local!.z).toBeCloseTo(before.get(key(one))!.local!.z, 8)
    // A log-F prior weighs half as much against twice the data.
    if (one.model !== 'log-F') expect(one.se).toBeCloseTo(before.get(key(one))!.se, 5)
  }
  const confirmedBefore = [...before.values()].filter((one) => one.confirmed).map(key)
  expect(confirmed(after).length).toBeGreaterThan(0)
  expect(confirmedBefore).toEqual(expect.arrayContaining(confirmed(after).map(key)))
})
