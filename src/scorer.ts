import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort } from 'node:worker_threads'
import { runScorer } from './cli/run-scorer.ts'
import type { ScorerModel } from './cli/scorer.ts'
import { parseDictionary } from './core/dictionary.ts'
import { readSpec } from './core/export/spec.ts'
import { toFailure, WhittleError } from './core/failure.ts'
import type { ScorerFile } from './core/scoring/scorer-files.ts'
import type { BertConfig } from './encoder/config.ts'
import { serveKernel } from './encoder/kernel/runner.ts'
import { nodeKernelExtractor } from './encoder/node-kernel.ts'

/*
 * whittle-scorer.mjs: scores responses by a reward spec, with the files beside it and Node, and nothing else.
 * src/build/scorer.ts bundles it.
 */

const USAGE = `node whittle-scorer.mjs [SPEC] [--in FILE | --serve PORT] [--threads N] [--skip-contexts]
  SPEC        reward-spec.json; the one in the folder above where left out
  --in FILE   JSON lines {"prompt", "completion", "reward"?}; - for standard input, the default
  --serve     serves on 127.0.0.1; 0 for any free port`

const folder = fileURLToPath(new URL('.', import.meta.url))
const file = (name: ScorerFile) => readFileSync(join(folder, name))
const json = (name: ScorerFile): unknown => JSON.parse(file(name).toString())

/** @throws WhittleError with a sentence where the file cannot be read */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new WhittleError('bad-file', `${path} ${missing ? 'does not exist' : 'cannot be read'}.`)
  }
}

/** The encoder and the dictionary of the files beside the script. */
async function load(threads: number): Promise<ScorerModel> {
  const bytes = file('dictionary.safetensors')
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const dictionary = parseDictionary(bytes, json('features.json'), json('families.json'), sha256)
  const sources = {
    hashes: json('manifest.json') as { encoder: string; engine: string },
    tokenizer: json('tokenizer.json') as object,
    dictionary,
    weights: file('encoder.safetensors'),
    config: json('config.json') as BertConfig,
    binaries: {
      plain: Uint8Array.from(file('kernel.wasm')),
      relaxed: Uint8Array.from(file('kernel-relaxed.wasm')),
    },
  }
  const script = new URL(import.meta.url)
  return { extractor: await nodeKernelExtractor(sources, threads, script), presence: dictionary.presence }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      in: { type: 'string', default: '-' },
      serve: { type: 'string' },
      threads: { type: 'string', default: String(availableParallelism()) },
      'skip-contexts': { type: 'boolean', default: false },
      'exit-with-stdin': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return void process.stdout.write(`${USAGE}\n`)
  const path = positionals[0] ?? join(folder, '..', 'reward-spec.json')
  const text = read(path)
  const spec = readSpec(text, json('manifest.json') as { encoder: string; dictionary: string })
  const threads = Math.max(1, Number(values.threads) || 1)
  await runScorer({ text, spec }, () => load(threads), {
    in: values.in,
    ...(values.serve !== undefined && { serve: Number(values.serve) }),
    skipContexts: values['skip-contexts'],
    exitWithStdin: values['exit-with-stdin'],
  })
}

if (isMainThread) {
  try {
    await main()
  } catch (error) {
    // What Node says of a wrong option is a sentence of its own.
    const option = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS')
    console.error(`whittle-scorer: ${option ? (error as Error).message : toFailure(error).message}`)
    process.exitCode = 1
  }
} else {
  serveKernel({
    postMessage: (message, transfer) => parentPort!.postMessage(message, transfer),
    onMessage: (listener) => parentPort!.on('message', listener),
  })
}
