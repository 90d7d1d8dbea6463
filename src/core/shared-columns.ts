/**
 * Memory for a column, shared between workers where the browser allows it, so that sending it copies nothing.
 */
const room = (bytes: number): ArrayBufferLike =>
  typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes)

export const sharedUint32 = (length: number): Uint32Array =>
  new Uint32Array(room(length * Uint32Array.BYTES_PER_ELEMENT))

export const sharedFloat32 = (length: number): Float32Array =>
  new Float32Array(room(length * Float32Array.BYTES_PER_ELEMENT))
