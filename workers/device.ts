import type { Device, Prefer } from '../src/protocol/extract.ts'
import { kernelThreads } from './kernel.ts'

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
  const threads = kernelThreads()
  return { kind: 'wasm', name: threads === 1 ? '1 CPU thread' : `${threads} CPU threads`, because }
}

function adapterName({ description, vendor, architecture }: GPUAdapterInfo): string {
  return description || [vendor, architecture].filter(Boolean).join(' ') || 'GPU'
}
