import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { hypothesesJson } from '../core/workspace/hypotheses-json.ts'
import { type Artefact, exportFiles } from '../core/export/files.ts'
import { lessonsJson } from '../core/workspace/lessons-json.ts'
import { exportParts } from '../core/workspace/export-parts.ts'
import { withFlags } from '../core/lessons/unintended.ts'
import type { HypothesisRow } from '../core/hypotheses/findings.ts'
import type { TrainerId } from '../core/shape/trainers.ts'
import { type ExtractionOptions, fill } from './extract.ts'
import { conceptsAt, type ConceptsOption, encodeExamples } from './concepts.ts'
import { openWorkspace } from './open.ts'
import { provenance } from './provenance.ts'
import { requireFolder, save } from './save.ts'
import { enactableVerdicts, readVerdicts } from './verdicts.ts'

interface AnalyseOptions extends ExtractionOptions, ConceptsOption {
  readonly out: string
  readonly seed: number
  readonly verdicts?: string
  readonly trainer?: TrainerId
}

/** `whittle analyse`. */
export async function analyse(paths: readonly string[], options: AnalyseOptions): Promise<void> {
  const verdicts = options.verdicts === undefined ? null : await readVerdicts(options.verdicts)
  const concepts = options.concepts === undefined ? [] : await conceptsAt(options.concepts)
  await requireFolder(options.out)
  const workspace = await openWorkspace(paths, options)
  workspace.setOwn([...(verdicts?.concepts ?? []), ...concepts], verdicts?.tried)
  const trainer = options.trainer ?? verdicts?.trainer ?? null
  if (verdicts) enactableVerdicts(workspace, verdicts.verdicts, { when: 'opened', trainer })
  await fill(workspace, options)
  await encodeExamples(workspace, options.threads)
  const { rows, summary } = workspace.analyse(options.seed)
  if (verdicts) workspace.setOwnContexts(verdicts.contexts, options.seed)
  const contexts = workspace.analyseContexts(options.seed)
  const { lessons } = workspace.lessons(options.seed)
  const decisions = verdicts && enactableVerdicts(workspace, verdicts.verdicts, { trainer })
  const auc = workspace.explain(options.seed)

  const { info, bad } = workspace.dataset
  const { extractor, whittle } = provenance()
  const result = {
    dataset: {
      name: info.name,
      pairs: info.pairs,
      paired: info.paired,
      badRows: bad.length,
      sha256: info.sha256,
      format: info.format,
    },
    extractor: { ...extractor, device: 'wasm', whittle },
    summary: { ...summary, auc },
    badRows: bad,
    // What the file would teach, in the page's order.
    lessons: lessonsJson(withFlags(lessons, verdicts?.unintended ?? {}), workspace),
    contexts: contexts?.contexts ?? [],
    // Overall first, then inside contexts; strongest first in either.
    hypotheses: hypothesesJson([...rows, ...(contexts?.rows ?? [])], workspace),
  }
  const confirmed = (table: readonly HypothesisRow[]) =>
    table.filter((row) => row.hypothesis.confirmed).length
  await mkdir(options.out, { recursive: true })
  await save(join(options.out, 'hypotheses.json'), {
    bytes: new TextEncoder().encode(`${JSON.stringify(result, null, 1)}\n`),
    summary:
      `${rows.length + (contexts?.rows.length ?? 0)} hypotheses; confirmed are ${confirmed(rows)} overall, ` +
      `${confirmed(contexts?.rows ?? [])} in ${result.contexts.length} contexts`,
  })

  if (!decisions) return
  const settings = { verdicts: decisions, names: verdicts.names, seed: options.seed, trainer }
  const parts = exportParts(workspace, settings, provenance())
  const steering: Artefact[] = parts.directions.length > 0 ? [{ kind: 'steering' }] : []
  const artefacts: Artefact[] = [{ kind: 'spec' }, { kind: 'data', format: 'input' }, ...steering]
  for (const made of exportFiles(parts, artefacts)) await save(join(options.out, made.name), made)
}
