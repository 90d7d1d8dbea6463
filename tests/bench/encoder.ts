/**
 * Both engines of the CPU on the same windows, turn by turn for a minute, on Anthropic's HH (the bundled
 * example where it is not beside the checkout), cut by the app's own planner: useful tokens per CPU
 * second, [CLS], [SEP] and padding not counted. Then the padding that WebGPU's rows have, and the largest
 * difference from the golden activations: tsx tests/bench/encoder.ts [batches] [folder that has
 * onnxruntime-node installed]
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import * as web from 'onnxruntime-web'
import type { UnitTable } from '../../src/core/activations.ts'
import { openDataset } from '../../src/core/dataset/dataset.ts'
import { windowsOf } from '../../src/core/extract/plan.ts'
import { Workspace } from '../../src/core/workspace/workspace.ts'
import type { Extractor } from '../../src/encoder/extractor.ts'
import { bundledDictionary, modelFile, nodeExtractor, nodeSources } from '../../src/encoder/node.ts'
import { paddingOf, planBatches, ROW_LENGTH, ROW_TOKENS } from '../../src/encoder/onnx/batches.ts'
import { onnxExtractor, type OnnxOptions } from '../../src/encoder/onnx/extractor.ts'
import { wordTokenizer } from '../../src/encoder/tokenizer.ts'
import { layOut } from '../../src/encoder/windows.ts'
import { largestDifference, type GoldenText } from '../e2e/extractor/agreement.ts'

// Node 20 has relaxed SIMD behind a flag; later ones have it, and do not know the flag.
setFlagsFromString('--experimental-wasm-relaxed-simd')

const root = join(import.meta.dirname, '../..')
const batches = Number(process.argv[2] ?? 2)
const folder = process.argv[3]
/** Turns end with the round in which so much time has passed; every engine has had as many. */
const SECONDS = 60
const MOST_ROUNDS = 12
/**
 * Texts of a turn, together: a second or two of the slowest engine, so that neighbours in turn meet the same
 * machine.
 */
const TURN_CHARACTERS = 8_000

/** Texts as the page hands them to its extractor: the first batches of responses and of prompts. */
async function plannedCalls() {
  const hh = join(root, '../shared/data/hh-harmless-base-test.jsonl.gz')
  const path = existsSync(hh) ? hh : join(root, 'public/example/preferences.jsonl')
  const bytes = readFileSync(path)
  const opened = await openDataset(path, bytes, createHash('sha256').update(bytes).digest('hex'), null)
  if (opened.kind === 'mapping') throw new Error(opened.request.because)
  const { extraction } = new Workspace(opened.dataset, await bundledDictionary())
  const ids = (['response', 'prompt'] as const).flatMap((kind) =>
    [...extraction.batches.keys()]
      .filter((id) => extraction.batches[id]!.kind === kind)
      .slice(0, batches / 2),
  )
  return ids.map((id) => ({ texts: extraction.texts(id), windows: windowsOf(extraction.batches[id]!) }))
}

/** The first texts of a call that have so many characters. */
function turnOf({ texts, windows }: Awaited<ReturnType<typeof plannedCalls>>[number]) {
  let characters = 0
  const some = texts.filter((text) => {
    const before = characters
    characters += text.length
    return before < TURN_CHARACTERS
  })
  return { texts: some, windows }
}

async function onnx(ort: typeof web, options: OnnxOptions) {
  return onnxExtractor(ort, { ...(await nodeSources()), model: await modelFile('encoder.onnx') }, options)
}

web.env.wasm.numThreads = 1
const extractors: Extractor[] = [
  await onnx(web, { name: 'onnxruntime-web', providers: ['wasm'] }),
  await nodeExtractor({ threads: 1, build: 'plain' }),
  await nodeExtractor({ threads: 1 }),
]
if (folder) {
  const ort = createRequire(join(folder, 'package.json'))('onnxruntime-node') as typeof web
  extractors.push(await onnx(ort, { name: 'onnxruntime-node', providers: ['cpu'], threads: 1 }))
}

const calls = await plannedCalls()
const tokensOf = (table: UnitTable) => table.tokens.reduce((sum, n) => sum + n, 0)

/** Useful tokens per CPU second. */
async function rate(extractor: Extractor, call: (typeof calls)[number]): Promise<number> {
  const before = process.cpuUsage()
  const table = await extractor.extract(call.texts, call.windows)
  const { user, system } = process.cpuUsage(before)
  return tokensOf(table) / ((user + system) / 1e6)
}

/** Per engine, of every call in every round. */
const rates = new Map(extractors.map((extractor) => [extractor, [] as number[]]))
const turns = calls.map(turnOf)
for (const extractor of extractors) await rate(extractor, { texts: ['Ready.'], windows: null })
const began = performance.now()
let rounds = 0
while (rounds < MOST_ROUNDS && performance.now() - began < 1000 * SECONDS) {
  // Each engine is first as often as last.
  const order = rounds++ % 2 === 0 ? extractors : extractors.toReversed()
  for (const turn of turns) {
    for (const extractor of order) rates.get(extractor)!.push(await rate(extractor, turn))
  }
}

const golden = JSON.parse(readFileSync(join(root, 'tests/golden/extractor.json'), 'utf8')) as GoldenText[]
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const base = rates.get(extractors[0]!)!
const ratios = new Map(
  extractors.map((extractor) => [
    extractor,
    median(rates.get(extractor)!.map((value, r) => value / base[r]!)),
  ]),
)
let worst = 0
for (const extractor of extractors) {
  const table = await extractor.extract(golden.map(({ text }) => text))
  const { difference, flips } = largestDifference(table, golden)
  if (extractor.engine.startsWith('Whittle')) worst = Math.max(worst, difference)
  console.log(
    JSON.stringify({
      bench: 'encoder',
      engine: extractor.engine,
      rounds,
      load: Number(loadavg()[0]!.toFixed(1)),
      tokensPerCpuSecond: Math.round(median(rates.get(extractor)!)),
      ofOnnxruntimeWeb: Number(ratios.get(extractor)!.toFixed(2)),
      largestDifference: difference,
      flips,
    }),
  )
}
const { tokenize } = wordTokenizer((await nodeSources()).tokenizer)
const rows = calls.flatMap(({ texts, windows }) =>
  planBatches(layOut(texts, tokenize, windows).windows, ROW_TOKENS, ROW_LENGTH),
)
const padding = paddingOf(rows, ROW_LENGTH)
const best = Math.max(...extractors.slice(1, 3).map((extractor) => ratios.get(extractor)!))
console.log(
  `encoder: ${best.toFixed(2)} × onnxruntime-web per CPU second, ${(100 * padding).toFixed(1)}% padding on WebGPU, ${worst.toExponential(1)} largest difference`,
)
process.exit()
