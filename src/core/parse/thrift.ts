/** A struct of Thrift's compact protocol, by field number. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>
export type ThriftValue = boolean | number | bigint | Uint8Array | readonly ThriftValue[] | ThriftStruct

const MOST_DEEP = 32

/**
 * Reads a struct of Thrift's compact protocol, as hyparquet does, but never past the bytes: every declared
 * length and count is held against what is left before anything is read for it.
 * @throws Error at the first that does not fit
 */
export function readThrift(
  bytes: Uint8Array,
  start: number,
): { readonly value: ThriftStruct; readonly end: number } {
  const reader = new Reader(bytes, start)
  return { value: reader.struct(0), end: reader.at }
}

class Reader {
  constructor(
    private readonly bytes: Uint8Array,
    public at: number,
  ) {}

  struct(depth: number): ThriftStruct {
    if (depth > MOST_DEEP) throw new Error('nested too deep')
    const fields = new Map<number, ThriftValue>()
    for (let id = 0; ;) {
      const head = this.byte()
      const type = head & 15
      if (type === 0) return fields
      id = head >> 4 ? id + (head >> 4) : Number(this.zigzag())
      fields.set(id, type === 1 || type === 2 ? type === 1 : this.value(type, depth))
    }
  }

  value(type: number, depth: number): ThriftValue {
    switch (type) {
      case 1:
      case 2:
        return this.byte() === 1
      case 3:
        return (this.byte() << 24) >> 24
      case 4:
      case 5: {
        const value = Number(this.zigzag())
        if (Math.abs(value) > 2 ** 31) throw new Error('a number that is too large')
        return value
      }
      case 6:
        return this.zigzag()
      case 7:
        return this.#bytes(8)[0]!
      case 8:
        return this.#bytes(this.#count())
      case 9:
        return this.#list(depth)
      case 12:
        return this.struct(depth + 1)
      default:
        throw new Error(`type ${type}`)
    }
  }

  byte(): number {
    if (this.at >= this.bytes.length) throw new Error('cut short')
    return this.bytes[this.at++]!
  }

  zigzag(): bigint {
    const value = this.#varint()
    return (value >> 1n) ^ -(value & 1n)
  }

  #list(depth: number): ThriftValue[] {
    const head = this.byte()
    const size = head >> 4 === 15 ? this.#count() : head >> 4
    // An item takes a byte at least.
    if (size > this.bytes.length - this.at) throw new Error('a list longer than the file')
    return Array.from({ length: size }, () => this.value(head & 15, depth))
  }

  #count(): number {
    const count = Number(this.#varint())
    if (count > this.bytes.length - this.at) throw new Error('a length beyond the end')
    return count
  }

  #bytes(length: number): Uint8Array {
    if (length > this.bytes.length - this.at) throw new Error('cut short')
    return this.bytes.subarray(this.at, (this.at += length))
  }

  #varint(): bigint {
    let value = 0
    let scale = 1
    for (let length = 0; length < 10; length++) {
      const byte = this.byte()
      // Exact below 2⁵³; longer numbers are read again as bigints.
      value += (byte & 127) * scale
      scale *= 128
      if (byte < 128) return length < 7 ? BigInt(value) : this.#long(length + 1)
    }
    throw new Error('a number that is too long')
  }

  #long(length: number): bigint {
    let value = 0n
    for (let i = 1; i <= length; i++) value = (value << 7n) | BigInt(this.bytes[this.at - i]! & 127)
    return value
  }
}
