import * as Comlink from 'comlink'

/**
 * A callback that a worker can call. Messages about progress travel by another way than the reply and may
 * come after it:
 * what comes after `close` is dropped.
 */
export function listener<Told extends unknown[]>(hear: (...told: Told) => void) {
  let open = true
  const report = Comlink.proxy((...told: Told) => {
    if (open) hear(...told)
  })
  return { report, close: () => void (open = false) }
}

/** A channel between two workers. @returns its ends, marked to be handed over */
export function channel(): [MessagePort, MessagePort] {
  const { port1, port2 } = new MessageChannel()
  return [Comlink.transfer(port1, [port1]), Comlink.transfer(port2, [port2])]
}
