/**
 * Something that a person can act on: `message` is a complete sentence that says what happened and what to
 * do. Failures are sent between threads as data: structured cloning keeps only name, message and stack of an
 * error.
 */
export interface Failure {
  readonly code:
    | 'bad-file' // the file cannot be read as preference data
    | 'needs-mapping' // readable, but which column is which is unclear
    | 'bad-spec'
    | 'model' // the encoder or dictionary cannot be loaded or run
    | 'device-lost'
    | 'storage-full'
    | 'cancelled'
    | 'worker-crashed'
    | 'internal'
  readonly message: string
}

/** A Failure as an exception. Core throws it, workers send it as data, the bridge throws it again. */
export class WhittleError extends Error {
  override readonly name = 'WhittleError'
  constructor(
    readonly code: Failure['code'],
    message: string,
  ) {
    super(message)
  }
}

/** Turns anything thrown into a Failure. */
export function toFailure(error: unknown): Failure {
  if (error instanceof WhittleError) return { code: error.code, message: error.message }
  const text = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message: `Something went wrong inside Whittle: ${text}` }
}
