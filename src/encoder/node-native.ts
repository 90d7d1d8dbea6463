import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as Ort from 'onnxruntime-web'
import type { Extractor } from './extractor.ts'
import { modelFile, nodeExtractor, nodeSources } from './node.ts'
import { ROW_LENGTH, ROW_TOKENS } from './onnx/batches.ts'
import { onnxExtractor, type OnnxOptions } from './onnx/extractor.ts'

/** onnxruntime-node has onnxruntime-web's interface, and says what it was built with. */
type Native = typeof Ort & { listSupportedBackends?(): readonly { readonly name: string }[] }

const CUDA: OnnxOptions = {
  name: 'onnxruntime-node on CUDA',
  providers: ['cuda'],
  tuning: { batchTokens: ROW_TOKENS, rowLength: ROW_LENGTH, inFlight: 3, callsInFlight: 16 },
}

/**
 * The fastest extractor of this machine: onnxruntime-node where the person has installed it, on CUDA where it
 * can, else Whittle's kernel. It is no dependency, since its installation downloads further binaries.
 * @param say told why onnxruntime-node, or CUDA, is there but not used
 */
export async function fastestExtractor(
  threads: number | undefined,
  say: (line: string) => void,
): Promise<Extractor> {
  const native = installed(say)
  const cpu: OnnxOptions = {
    name: 'onnxruntime-node on the processor',
    providers: ['cpu'],
    ...(threads === undefined ? {} : { threads }),
  }
  const cuda = native?.listSupportedBackends?.().some(({ name }) => name === 'cuda') ? [CUDA] : []
  for (const options of native ? [...cuda, cpu] : []) {
    try {
      const sources = { ...(await nodeSources()), model: await modelFile('encoder.onnx') }
      const extractor = await onnxExtractor(native!, sources, options)
      await extractor.extract(['Ready.'])
      return extractor
    } catch (error) {
      say(`${options.name} does not work here: ${firstLine(error)}`)
    }
  }
  return nodeExtractor(threads === undefined ? {} : { threads })
}

/** onnxruntime-node as Whittle's folder or the current one has it; null where neither does. */
function installed(say: (line: string) => void): Native | null {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    const require = createRequire(from)
    try {
      require.resolve('onnxruntime-node')
    } catch {
      continue
    }
    try {
      return require('onnxruntime-node') as Native
    } catch (error) {
      say(`onnxruntime-node is installed and cannot be loaded: ${firstLine(error)}`)
    }
  }
  return null
}

const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!
