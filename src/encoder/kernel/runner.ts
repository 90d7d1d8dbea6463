import { WhittleError } from '../../core/failure.ts'
import type { RunOutput } from '../engine.ts'
import { Kernel, type KernelRun } from './kernel.ts'
import type { KernelWeights } from './weights.ts'

/** Computes one run after another. */
export interface Runner {
  /** One at a time. */
  run(input: KernelRun): Promise<RunOutput>
  dispose(): void
}

/** One end of the wire between a page or process and a thread of its own. */
export interface Port {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  onMessage(listener: (message: unknown) => void): void
}

/** A thread that serves a kernel, in the page or in Node. */
export interface KernelThread extends Port {
  /** Called when the thread dies. */
  onError(listener: (reason: string) => void): void
  terminate(): void
}

type Request =
  | { readonly kind: 'load'; readonly module: WebAssembly.Module; readonly weights: KernelWeights }
  | { readonly kind: 'run'; readonly input: KernelRun }
type Answer = { readonly output: RunOutput | null } | { readonly error: string }

/** The thread's side: loads a kernel, then answers runs in the order in which they come. */
export function serveKernel(port: Port): void {
  let kernel: Kernel | null = null
  port.onMessage((message) => {
    const request = message as Request
    try {
      if (request.kind === 'load') {
        kernel = new Kernel(request.module, request.weights)
        port.postMessage({ output: null } satisfies Answer, [])
      } else {
        const output = kernel!.run(request.input)
        port.postMessage({ output } satisfies Answer, buffers(output))
      }
    } catch (error) {
      port.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies Answer, [])
    }
  })
}

/** A kernel in the caller's own thread. */
export function localRunner(module: WebAssembly.Module, weights: KernelWeights): Runner {
  const kernel = new Kernel(module, weights)
  return {
    // A promise that rejects where the kernel throws.
    run: (input) => new Promise((resolve) => resolve(kernel.run(input))),
    dispose: () => undefined,
  }
}

/**
 * A kernel in a thread of its own. When the thread dies, its run fails, and the next run starts another.
 * @throws WhittleError 'worker-crashed' when the thread dies before it has loaded the kernel
 */
export async function threadRunner(
  spawn: () => KernelThread,
  module: WebAssembly.Module,
  weights: KernelWeights,
): Promise<Runner> {
  const start = async () => {
    const wire = new Wire(spawn())
    await wire.ask({ kind: 'load', module, weights }, [])
    return wire
  }
  let wire = await start()
  return {
    async run(input) {
      if (wire.dead) wire = await start()
      return (await wire.ask({ kind: 'run', input }, buffers(input)))!
    },
    dispose: () => wire.thread.terminate(),
  }
}

/** One question at a time to a thread. */
class Wire {
  dead = false
  #settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | null = null

  constructor(readonly thread: KernelThread) {
    thread.onMessage((message) => this.#settle?.resolve(message as Answer))
    thread.onError((reason) => {
      this.dead = true
      thread.terminate()
      this.#settle?.reject(
        new WhittleError(
          'worker-crashed',
          `A thread of the encoder stopped (${reason}). It is started again.`,
        ),
      )
    })
  }

  async ask(request: Request, transfer: ArrayBuffer[]): Promise<RunOutput | null> {
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.#settle = { resolve, reject }
      this.thread.postMessage(request, transfer)
    })
    if ('error' in answer) throw new Error(answer.error)
    return answer.output
  }
}

const buffers = (columns: KernelRun | RunOutput) =>
  Object.values(columns).map((column: ArrayBufferView) => column.buffer as ArrayBuffer)
