import { WhittleError } from '../src/core/failure.ts'
import { type Reply, reply } from '../src/protocol/reply.ts'
import { type Progress, throttled } from './progress.ts'

/** A worker's answer to a question, from what is open: what it throws arrives as a failure. */
export function question<Open, Given extends unknown[], Answer>(
  open: () => Open,
  answer: (open: Open, ...given: Given) => Answer | Promise<Answer>,
): (...given: Given) => Promise<Reply<Answer>> {
  return (...given) => reply(() => answer(open(), ...given))
}

/**
 * The same for long work, which tells how far it is and can be interrupted.
 * @returns a function of `progress`, called with (done, total) or null; of `interrupt`, shared memory: when
 * its first
 * value becomes 1, the work is given up with code 'cancelled'; and of what the answer is given
 */
export function longQuestion<Open, Given extends unknown[], Answer>(
  open: () => Open,
  answer: (open: Open, progress: Progress, ...given: Given) => Answer | Promise<Answer>,
): (progress: Progress | null, interrupt: Int32Array | null, ...given: Given) => Promise<Reply<Answer>> {
  return (progress, interrupt, ...given) =>
    reply(() =>
      answer(open(), interruptible(interrupt, progress ? throttled(progress) : () => undefined), ...given),
    )
}

function interruptible(interrupt: Int32Array | null, progress: Progress): Progress {
  return (done, total) => {
    if (interrupt && Atomics.load(interrupt, 0) === 1) {
      throw new WhittleError('cancelled', 'Something more urgent was asked for.')
    }
    progress(done, total)
  }
}
