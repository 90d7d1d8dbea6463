/**
 * Unpacks LZ4 frames (LZ4 Frame Format 1.6.3), whose blocks may look back into those before. Checksums are
 * not looked at: Arrow writes none.
 * @param limit bytes, at most
 * @throws Error when a frame is damaged, or longer than `limit`
 */
export function unlz4(bytes: Uint8Array, limit: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== 0x184d2204) throw new Error('not an LZ4 frame')
  const flags = view.getUint8(4)
  const hasSize = (flags >> 3) & 1
  let at = 7 + 8 * hasSize + 4 * (flags & 1)
  const declared = hasSize ? Number(view.getBigUint64(6, true)) : null
  if ((declared ?? 0) > limit) throw new Error('longer than its limit')
  const out = new Output(declared ?? Math.min(limit, 8 * bytes.length + 64), limit)
  for (;;) {
    const header = view.getUint32(at, true)
    at += 4
    if (header === 0) break
    const size = header & 0x7fffffff
    if (at + size > bytes.length) throw new Error('cut short')
    const block = bytes.subarray(at, at + size)
    if (header >>> 31) out.append(block)
    else unpackBlock(block, out)
    at += size + 4 * ((flags >> 4) & 1)
  }
  return out.done()
}

/** One block (LZ4 Block Format): literals, then a match, over and over. */
function unpackBlock(block: Uint8Array, out: Output): void {
  let at = 0
  const length = (nibble: number): number => {
    if (nibble < 15) return nibble
    let sum = 15
    for (let byte = 255; byte === 255;) {
      if (at >= block.length) throw new Error('cut short')
      byte = block[at++]!
      sum += byte
    }
    return sum
  }
  while (at < block.length) {
    const token = block[at++]!
    const literals = length(token >> 4)
    if (at + literals > block.length) throw new Error('cut short')
    out.append(block.subarray(at, at + literals))
    at += literals
    if (at >= block.length) return
    const distance = block[at]! | (block[at + 1]! << 8)
    at += 2
    out.repeat(distance, length(token & 15) + 4)
  }
}

class Output {
  #bytes: Uint8Array
  #length = 0

  constructor(
    expected: number,
    private readonly limit: number,
  ) {
    this.#bytes = new Uint8Array(expected)
  }

  append(piece: Uint8Array): void {
    this.#reserve(piece.length)
    this.#bytes.set(piece, this.#length)
    this.#length += piece.length
  }

  /** Copies from before the end; source and target may overlap. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.#length) throw new Error('a match before the beginning')
    this.#reserve(count)
    for (let end = this.#length + count; this.#length < end; this.#length++) {
      this.#bytes[this.#length] = this.#bytes[this.#length - distance]!
    }
  }

  done(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(count: number): void {
    const need = this.#length + count
    if (need > this.limit) throw new Error('longer than its limit')
    if (need <= this.#bytes.length) return
    const larger = new Uint8Array(Math.min(this.limit, Math.max(need, 2 * this.#bytes.length)))
    larger.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = larger
  }
}
