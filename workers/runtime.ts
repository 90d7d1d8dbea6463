import type * as Ort from 'onnxruntime-web'
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url'
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url'
import asyncifyModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url'
import asyncifyBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url'
import jspiModule from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url'
import jspiBinary from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'

/** onnxruntime for the CPU. Its own threads need a cross-origin isolated page. */
export async function wasmRuntime(threads: number): Promise<typeof Ort> {
  const ort = await import('onnxruntime-web/wasm')
  ort.env.wasm.wasmPaths = { mjs: wasmModule, wasm: wasmBinary }
  ort.env.wasm.numThreads = threads
  return ort
}

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
  ort.env.webgpu.powerPreference = 'high-performance'
  return ort
}
