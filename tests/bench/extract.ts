/**
 * Tokens a second of the extractor in Node, on the example's responses, whole path (split, tokenise, encode,
 * pool, read the dictionary): tsx tests/bench/extract.ts [threads] [folder that has onnxruntime-node
 * installed].
 * With a folder, onnxruntime-node runs the same graph on the same batches for comparison, turn by
 * turn, so that a busy machine slows both.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type * as Ort from 'onnxruntime-web'
import type { Extractor } from '../../src/encoder/extractor.ts'
import { nodeExtractor, nodeSources } from '../../src/encoder/node.ts'
import { wasmExtractor } from '../../src/encoder/wasm.ts'

const threads = Number(process.argv[2] ?? availableParallelism())
const folder = process.argv[3]
const rounds = 5
const responses = 100

interface Example {
  readonly chosen: string
  readonly rejected: string
}

const file = join(import.meta.dirname, '../../public/example/preferences.jsonl')
const texts = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Example)
  .flatMap(({ chosen, rejected }) => [chosen, rejected])
  .slice(0, responses)

/** The same extractor on onnxruntime-node. */
async function native(path: string): Promise<Extractor> {
  const ort = createRequire(join(path, 'package.json'))('onnxruntime-node') as typeof Ort
  const options = { intraOpNumThreads: threads, interOpNumThreads: 1 }
  return wasmExtractor(ort, await nodeSources(), { ...options, executionProviders: ['cpu'] })
}

async function rate(extractor: Extractor): Promise<number> {
  const start = performance.now()
  const table = await extractor.extract(texts)
  const tokens = table.tokens.reduce((sum, n) => sum + n, 0)
  return (tokens / (performance.now() - start)) * 1000
}

const extractors: Record<string, Extractor> = { wasm: await nodeExtractor({ threads }) }
if (folder) extractors['onnxruntime-node'] = await native(folder)

const rates = new Map(Object.keys(extractors).map((name) => [name, [] as number[]]))
for (const extractor of Object.values(extractors)) await rate(extractor)
for (let round = 0; round < rounds; round++) {
  for (const [name, extractor] of Object.entries(extractors)) rates.get(name)!.push(await rate(extractor))
}
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
for (const [name, values] of rates) {
  const ratio =
    name === 'wasm' && folder ? { ofNative: median(values) / median(rates.get('onnxruntime-node')!) } : {}
  console.log(
    JSON.stringify({
      bench: 'extract',
      provider: name,
      threads,
      tokensPerSecond: Math.round(median(values)),
      ...ratio,
    }),
  )
}
process.exit()
