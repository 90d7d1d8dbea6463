import type { Device, Prefer } from '../src/protocol/extract.ts'

/** Threads that WASM may have here. */
export const wasmThreads = (): number => (self.crossOriginIsolated ? navigator.hardwareConcurrency : 1)

/**
 * What would compute, and why. A GPU that is emulated on the CPU is slower than WASM and only used when asked
 * for.
 */
export async function chooseDevice(prefer: Prefer): Promise<Device> {
  if (prefer === 'wasm') return cpu('the GPU is switched off')
  if (!('gpu' in navigator)) return cpu('this browser has no WebGPU')
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return cpu('this browser offers no WebGPU adapter')
  if (adapter.info.isFallbackAdapter && prefer === 'auto')
    return cpu('the only WebGPU adapter here is emulated')
  return { kind: 'webgpu', name: adapterName(adapter.info), because: 'this browser offers WebGPU' }
}

export function cpu(because: string): Device {
  const threads = wasmThreads()
  const name = threads === 1 ? '1 CPU thread' : `${threads} CPU threads`
  if (self.crossOriginIsolated) return { kind: 'wasm', name, because }
  return {
    kind: 'wasm',
    name,
    because: `${because}, and a page that is not cross-origin isolated has one thread`,
  }
}

function adapterName({ description, vendor, architecture }: GPUAdapterInfo): string {
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'GPU'
}
