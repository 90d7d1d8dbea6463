import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { openDataset } from '../../../src/core/dataset/dataset.ts'
import type { RewardSpec } from '../../../src/core/export/spec-schema.ts'
import { readUnits } from '../../../src/core/unit-file.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { specOf } from '../../../src/core/workspace/exports.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { bundledDictionary, bundledHashes } from '../../../src/encoder/node.ts'

const example = (name: string) => readFileSync(new URL(`../../../public/example/${name}`, import.meta.url))

/** The bundled example, analysed with the activations that it ships with. */
export async function analysedExample(): Promise<Workspace> {
  const bytes = example('preferences.jsonl')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const opened = await openDataset('preferences.jsonl', bytes, sha256, null)
  if (opened.kind === 'mapping') throw new Error(opened.request.because)
  const workspace = new Workspace(opened.dataset, await bundledDictionary())
  workspace.extraction.addAll(readUnits(example('activations.safetensors')).table)
  workspace.analyse(1)
  return workspace
}

export const decide = (
  concept: string,
  verdict: Verdict['verdict'],
  more: Partial<Verdict> = {},
): Verdict => ({
  ...{ concept, verdict, scope: 'overall', strength: 1, protocol: 'offsets', note: '' },
  ...more,
})

export function exampleSpec(workspace: Workspace, verdicts: readonly Verdict[]): RewardSpec {
  const { encoder, dictionary } = bundledHashes()
  return specOf(
    workspace,
    { verdicts, names: {}, seed: 1 },
    { whittle: '0.1.0', created: '2026-01-02T03:04:05.000Z', extractor: { encoder, dictionary } },
  )
}
