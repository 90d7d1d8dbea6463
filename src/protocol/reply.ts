import { toFailure, type Failure, WhittleError } from '../core/failure.ts'

/** What crosses a worker border: a value, or a failure as data. */
export type Reply<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

/** Runs `work` and packs its outcome. */
export async function reply<T>(work: () => T | Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, failure: toFailure(error) }
  }
}

/** The value, or the failure thrown as a WhittleError. */
export function unwrap<T>(outcome: Reply<T>): T {
  if (outcome.ok) return outcome.value
  throw new WhittleError(outcome.failure.code, outcome.failure.message)
}
