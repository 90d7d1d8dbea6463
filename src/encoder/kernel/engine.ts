import type { Engine, RunOutput } from '../engine.ts'
import type { Specials } from '../windows.ts'
import type { KernelRun } from './kernel.ts'
import { kernelRun, planRuns, type Words } from './runs.ts'
import type { Runner } from './runner.ts'

/** The two builds of the kernel, as bytes. */
export interface KernelBinaries {
  readonly plain: Uint8Array<ArrayBuffer>
  /** Null where it is not wanted. */
  readonly relaxed: Uint8Array<ArrayBuffer> | null
}

export interface KernelModule {
  readonly module: WebAssembly.Module
  /** For people. */
  readonly name: string
}

/** Compiles the build that this machine can run: the relaxed one fuses multiplication and addition. */
export async function compileKernel({ plain, relaxed }: KernelBinaries): Promise<KernelModule> {
  const fused = relaxed && WebAssembly.validate(relaxed) ? relaxed : null
  const module = await WebAssembly.compile(fused ?? plain)
  return { module, name: fused ? 'Whittle’s kernel with relaxed SIMD' : 'Whittle’s kernel' }
}

/** The encoder on the CPU: windows are spread over runners, each of which has a thread. */
export function kernelEngine(
  name: string,
  runners: readonly Runner[],
  words: Words,
  specials: Specials,
): Engine {
  const free = [...runners]
  const waiting: ((runner: Runner) => void)[] = []
  const compute = async (input: KernelRun): Promise<RunOutput> => {
    const runner = free.pop() ?? (await new Promise<Runner>((resolve) => waiting.push(resolve)))
    try {
      return await runner.run(input)
    } finally {
      const next = waiting.shift()
      if (next) next(runner)
      else free.push(runner)
    }
  }
  return {
    name: `${name}, ${runners.length} ${runners.length === 1 ? 'thread' : 'threads'}`,
    // One run more than there are threads waits for each, so that none is idle while its last output is taken
    // in.
    inFlight: 2 * runners.length,
    // A call has some 14 runs, and one more is cut into tokens meanwhile.
    callsInFlight: 2 + Math.floor(runners.length / 8),
    plan: (windows) => planRuns(windows, runners.length),
    run: (windows) => compute(kernelRun(windows, words, specials)),
    dispose: () => {
      for (const runner of runners) runner.dispose()
      return Promise.resolve()
    },
  }
}
