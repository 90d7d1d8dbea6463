import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDataset } from '../../../src/core/dataset/dataset.ts'
import { readUnits } from '../../../src/core/unit-file.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { bundledDictionary } from '../../../src/encoder/node.ts'

const folder = join(import.meta.dirname, '../../../public/example')

/**
 * The bundled example as the page opens it, with the activations that it ships with, and the topic of each
 * row.
 */
export async function exampleWorkspace(): Promise<{ workspace: Workspace; topic: readonly string[] }> {
  const bytes = readFileSync(join(folder, 'preferences.jsonl'))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const opened = await openDataset('preferences.jsonl', bytes, sha256, null)
  if (opened.kind === 'mapping') throw new Error(opened.request.because)
  const workspace = new Workspace(opened.dataset, await bundledDictionary())
  workspace.extraction.addAll(readUnits(readFileSync(join(folder, 'activations.safetensors'))).table)
  const lines = new TextDecoder().decode(bytes).trim().split('\n')
  return { workspace, topic: lines.map((line) => (JSON.parse(line) as { topic: string }).topic) }
}
