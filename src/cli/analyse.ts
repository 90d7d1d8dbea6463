import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { version } from '../../package.json'
import { hypothesesJson } from '../core/workspace/hypotheses-json.ts'
import { dataKind } from '../core/data-kind.ts'
import { lessonsJson } from '../core/workspace/lessons-json.ts'
import { WhittleError } from '../core/failure.ts'
import { OVERALL } from '../core/hypothesis.ts'
import { parseJson } from '../core/parse-json.ts'
import { z } from '../core/schema.ts'
import { allowedProtocols } from '../core/shape/protocols.ts'
import { PROTOCOL_IDS, type Verdict } from '../core/verdict.ts'
import { dataFile, specFile, specOf } from '../core/workspace/exports.ts'
import type { HypothesisRow } from '../core/hypotheses/findings.ts'
import type { Workspace } from '../core/workspace/workspace.ts'
import { bundledHashes } from '../encoder/node.ts'
import { type ExtractionOptions, fill } from './extract.ts'
import { openWorkspace, read } from './open.ts'

interface AnalyseOptions extends ExtractionOptions {
  readonly out: string
  readonly seed: number
  readonly verdicts?: string
}

const verdictList = z.array(
  z.object({
    concept: z.string(),
    verdict: z.enum(['suppress', 'keep', 'amplify']),
    scope: z.string().default('overall'),
    strength: z.number().nonnegative().default(1),
    protocol: z.enum(PROTOCOL_IDS).default('offsets'),
    note: z.string().default(''),
    template: z.string().exactOptional(),
    spared: z.array(z.int().positive()).exactOptional(),
  }),
)

/** `whittle analyse`. */
export async function analyse(file: string, options: AnalyseOptions): Promise<void> {
  const verdicts = options.verdicts === undefined ? null : await readVerdicts(options.verdicts)
  const workspace = await openWorkspace(file)
  await fill(workspace, options)
  const { rows, summary } = workspace.analyse(options.seed)
  const contexts = workspace.analyseContexts(options.seed)
  const { lessons } = workspace.lessons(options.seed)
  if (verdicts) requireEnactable(workspace, verdicts)
  const auc = workspace.explain(options.seed)

  const { info, bad } = workspace.dataset
  const { encoder, dictionary } = bundledHashes()
  const result = {
    dataset: {
      name: info.name,
      pairs: info.pairs,
      paired: info.paired,
      badRows: bad.length,
      sha256: info.sha256,
      format: info.format,
    },
    extractor: { encoder, dictionary, device: 'wasm', whittle: version },
    summary: { ...summary, auc },
    badRows: bad,
    // What the file would teach, in the page's order.
    lessons: lessonsJson(lessons, workspace),
    contexts: contexts?.contexts ?? [],
    // Overall first, then inside contexts; strongest first in either.
    hypotheses: hypothesesJson([...rows, ...(contexts?.rows ?? [])], workspace),
  }
  await mkdir(options.out, { recursive: true })
  const path = join(options.out, 'hypotheses.json')
  await writeFile(path, `${JSON.stringify(result, null, 1)}\n`)
  const confirmed = (table: readonly HypothesisRow[]) =>
    table.filter((row) => row.hypothesis.confirmed).length
  console.log(
    `${path}: ${rows.length + (contexts?.rows.length ?? 0)} hypotheses; confirmed are ${confirmed(rows)} overall, ` +
      `${confirmed(contexts?.rows ?? [])} in ${result.contexts.length} contexts`,
  )

  if (!verdicts) return
  const settings = { verdicts, names: {}, seed: options.seed }
  const provenance = {
    whittle: version,
    created: new Date().toISOString(),
    extractor: { encoder, dictionary },
  }
  for (const exported of [
    specFile(specOf(workspace, settings, provenance)),
    dataFile(workspace, settings, 'input'),
  ]) {
    await writeFile(join(options.out, exported.name), exported.bytes)
    console.log(`${join(options.out, exported.name)}: ${exported.summary}`)
    for (const note of exported.notes ?? []) console.error(`  ${note}`)
  }
}

async function readVerdicts(path: string): Promise<Verdict[]> {
  const text = new TextDecoder().decode(await read(path))
  const example = '[{"concept": "s:bold", "verdict": "suppress", "strength": 1}]'
  const value = parseJson(text)
  if (value === undefined)
    throw new WhittleError('bad-file', `${path} is not JSON; a list like ${example} is expected.`)
  const parsed = verdictList.safeParse(value)
  if (parsed.success) return parsed.data
  const { path: at, message } = parsed.error.issues[0]!
  throw new WhittleError(
    'bad-file',
    `${path} is no list of verdicts like ${example}: at ${at.join('.') || 'the top'}, ${message}.`,
  )
}

/** @throws WhittleError when a verdict cannot be enacted on this data */
function requireEnactable(workspace: Workspace, verdicts: readonly Verdict[]): void {
  const bad = (sentence: string) => new WhittleError('bad-file', sentence)
  const known = new Map(workspace.concepts.map((concept) => [concept.id, concept]))
  const contexts = new Set([OVERALL.id, ...workspace.contexts.map(({ id }) => id)])
  for (const { concept: id, verdict, protocol, scope } of verdicts) {
    const concept = known.get(id)
    if (!concept) throw bad(`There is no concept ${JSON.stringify(id)} in this dataset.`)
    if (!contexts.has(scope)) throw bad(`There is no context ${JSON.stringify(scope)} in this dataset.`)
    const allowed = allowedProtocols(concept, verdict, dataKind(workspace.pairs))
    if (allowed.includes(protocol)) continue
    throw bad(`${protocol} cannot ${verdict} ${JSON.stringify(id)}; what can is ${allowed.join(', ')}.`)
  }
}
