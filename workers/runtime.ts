import type * as Ort from 'onnxruntime-web'
import asyncifyModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import asyncifyBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import jspiModule from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'
import jspiBinary from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'

/**
 * onnxruntime for WebGPU: the binary that suspends natively where the browser can, 10 MB smaller than the
 * other.
 */
export async function webgpuRuntime(): Promise<typeof Ort> {
  const suspends = 'Suspending' in WebAssembly
  const ort = suspends ? await import('onnxruntime-web/jspi') : await import('onnxruntime-web/webgpu')
  ort.env.wasm.wasmPaths = suspends
    ? { mjs: jspiModule, wasm: jspiBinary }
    : { mjs: asyncifyModule, wasm: asyncifyBinary }
  ort.env.wasm.numThreads = 1
  return ort
}
