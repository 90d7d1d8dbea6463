import * as Comlink from 'comlink'
import type { WorkerLike } from '../src/protocol/worker-like.ts'

/** Workers behind ports of this thread: messages are copied as between threads. */
export class FakeWorkers {
  readonly #ports: MessagePort[] = []
  readonly #errors: EventTarget[] = []
  terminated = 0

  /** @param expose makes the answers of a new worker */
  constructor(private readonly expose: () => object) {}

  get started(): number {
    return this.#errors.length
  }

  readonly spawn = (): WorkerLike => {
    const { port1, port2 } = new MessageChannel()
    this.#ports.push(port1, port2)
    Comlink.expose(this.expose(), port1)
    const errors = new EventTarget()
    this.#errors.push(errors)
    return {
      postMessage: (message, transfer) => port2.postMessage(message, transfer ?? []),
      addEventListener: (type: string, listener: EventListenerOrEventListenerObject) =>
        (type === 'error' ? errors : port2).addEventListener(type, listener),
      removeEventListener: (type: string, listener: EventListenerOrEventListenerObject) =>
        port2.removeEventListener(type, listener),
      start: () => port2.start(),
      terminate: () => {
        this.terminated++
        port1.close()
        port2.close()
      },
    }
  }

  /** What an uncaught error in the newest worker, or in a given one, leads to. */
  crash(message = 'out of memory', worker = this.started - 1): void {
    this.#errors[worker]!.dispatchEvent(Object.assign(new Event('error'), { message }))
  }

  close(): void {
    this.#ports.splice(0).forEach((port) => port.close())
  }
}
