import { type Chunks, joined, refuse } from './source.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 (little end first)',
  'utf-16be': 'UTF-16 (big end first)',
  'windows-1252': 'Windows-1252',
}

/** How files that are not data begin, and what to say of them. */
const SIGNATURES: readonly (readonly [bytes: string, what: string])[] = [
  ['\x89PNG', 'a picture (PNG)'],
  ['\xff\xd8\xff', 'a picture (JPEG)'],
  ['GIF8', 'a picture (GIF)'],
  ['RIFF', 'a picture or a sound (RIFF)'],
  ['%PDF', 'a PDF document'],
  ['BZh', 'packed with bzip2; unpack it first'],
  ['\xfd7zXZ', 'packed with xz; unpack it first'],
  ['7z\xbc\xaf', 'a 7z archive; unpack it first'],
  ['Rar!', 'a RAR archive; unpack it first'],
  ['\x04\x22\x4d\x18', 'packed with LZ4; unpack it first'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook (.xls) or Office document; save it as .xlsx or CSV'],
  ['\x80\x04\x95', 'a Python pickle, which can run programs; save it as JSONL or Parquet'],
  ['\x80\x05\x95', 'a Python pickle, which can run programs; save it as JSONL or Parquet'],
  ['SQLite format 3', 'a SQLite database'],
  ['ORC', 'an ORC file; save it as Parquet'],
  ['Obj\x01', 'an Avro file; save it as Parquet'],
  ['\x7fELF', 'a program'],
]

/**
 * Finds how text is encoded, from its first bytes: by its byte order mark, or by where its zeros stand.
 * @throws WhittleError when it is not text
 */
export function encodingOf(head: Uint8Array): { encoding: Encoding; mark: number } {
  for (const [start, what] of SIGNATURES) if (startsWith(head, start)) throw refuse(`The file is ${what}`)
  if (startsWith(head, '\xef\xbb\xbf')) return { encoding: 'utf-8', mark: 3 }
  if (startsWith(head, '\xff\xfe')) return { encoding: 'utf-16le', mark: 2 }
  if (startsWith(head, '\xfe\xff')) return { encoding: 'utf-16be', mark: 2 }
  const sample = head.subarray(0, 4096)
  const zeros = [0, 0]
  let controls = 0
  sample.forEach((byte, i) => {
    if (byte === 0) zeros[i & 1]!++
    if (byte < 32 && ![0, 9, 10, 12, 13, 27].includes(byte)) controls++
  })
  const [even, odd] = zeros as [number, number]
  const all = even + odd
  if (all > sample.length / 20 && controls < sample.length / 20) {
    if (odd > 0.9 * all) return { encoding: 'utf-16le', mark: 0 }
    if (even > 0.9 * all) return { encoding: 'utf-16be', mark: 0 }
  }
  if (all + controls > sample.length / 20) throw refuse('The file is not text')
  return { encoding: 'utf-8', mark: 0 }
}

export function startsWith(bytes: Uint8Array, start: string): boolean {
  for (let i = 0; i < start.length; i++) if (bytes[i] !== start.charCodeAt(i)) return false
  return true
}

/**
 * The stream as UTF-8, without its byte order mark. Halves of UTF-16 characters stay what they are, so are
 * not valid.
 */
export async function* asUtf8(chunks: Chunks, encoding: Encoding, mark: number): Chunks {
  let skip = mark
  let rest = new Uint8Array()
  for await (const chunk of chunks) {
    const bytes = chunk.subarray(Math.min(skip, chunk.length))
    skip -= chunk.length - bytes.length
    if (encoding === 'utf-8') yield bytes
    else if (encoding === 'windows-1252') yield fromWindows(bytes)
    else {
      const units = rest.length > 0 ? joined([rest, bytes]) : bytes
      const end = units.length - left(units, encoding === 'utf-16le')
      rest = units.slice(end)
      yield fromUtf16(units.subarray(0, end), encoding === 'utf-16le')
    }
  }
  if (rest.length > 0) {
    throw refuse('The file is UTF-16 but ends in the middle of a character: it is cut short')
  }
}

/** Bytes at the end that wait for the next piece: half a unit, or the first of two surrogates. */
function left(units: Uint8Array, littleEndian: boolean): number {
  const odd = units.length % 2
  const high = units[units.length - odd - (littleEndian ? 1 : 2)]
  return odd + (high !== undefined && high >= 0xd8 && high < 0xdc ? 2 : 0)
}

/** UTF-8 of UTF-16; a surrogate that is alone becomes three bytes that are not UTF-8. */
function fromUtf16(bytes: Uint8Array, littleEndian: boolean): Uint8Array {
  const out = new Uint8Array((bytes.length / 2) * 3)
  const low = littleEndian ? 0 : 1
  let at = 0
  for (let i = 0; i < bytes.length; i += 2) {
    let code = bytes[i + low]! | (bytes[i + 1 - low]! << 8)
    if (code >= 0xd800 && code < 0xdc00 && i + 3 < bytes.length) {
      const next = bytes[i + 2 + low]! | (bytes[i + 3 - low]! << 8)
      if (next >= 0xdc00 && next < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
        i += 2
      }
    }
    at = encode(code, out, at)
  }
  return out.subarray(0, at)
}

function encode(code: number, out: Uint8Array, at: number): number {
  if (code < 0x80) out[at++] = code
  else if (code < 0x800) {
    out[at++] = 0xc0 | (code >> 6)
    out[at++] = 0x80 | (code & 63)
  } else if (code < 0x10000) {
    out[at++] = 0xe0 | (code >> 12)
    out[at++] = 0x80 | ((code >> 6) & 63)
    out[at++] = 0x80 | (code & 63)
  } else {
    out[at++] = 0xf0 | (code >> 18)
    out[at++] = 0x80 | ((code >> 12) & 63)
    out[at++] = 0x80 | ((code >> 6) & 63)
    out[at++] = 0x80 | (code & 63)
  }
  return at
}

/** The characters of 0x80 to 0x9f; five are none. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

const windowsCode = (byte: number): number =>
  byte >= 0x80 && byte < 0xa0 ? WINDOWS.charCodeAt(byte - 0x80) : byte

function fromWindows(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length * 3)
  let at = 0
  for (const byte of bytes) at = encode(windowsCode(byte), out, at)
  return out.subarray(0, at)
}

/** What is in a stream that is not all UTF-8. */
interface Survey {
  /**
   * Characters of more than one byte, well formed; bytes that belong to none; of those, the ones Windows-1252
   * has no character for.
   */
  wide: number
  invalid: number
  undefined: number
  letters: number
}

/**
 * Whether a stream that is not UTF-8 is Windows-1252: hardly anything in it looks like UTF-8, every byte is a
 * character, and those past ASCII are rare among letters, as in the languages that it is for.
 */
export async function isWindows1252(chunks: Chunks): Promise<boolean> {
  const survey: Survey = { wide: 0, invalid: 0, undefined: 0, letters: 0 }
  for await (const chunk of chunks) count(chunk, survey)
  const { wide, invalid, undefined: unknown, letters } = survey
  return unknown === 0 && wide * 20 <= invalid && invalid * 3 <= letters
}

function count(bytes: Uint8Array, survey: Survey): void {
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i]!
    if (byte < 0x80) {
      if ((byte | 32) >= 97 && (byte | 32) <= 122) survey.letters++
      i++
      continue
    }
    const length = sequence(bytes, i)
    if (length > 0) survey.wide++
    else {
      survey.invalid++
      if (byte < 0xa0 && windowsCode(byte) === byte) survey.undefined++
    }
    i += Math.max(1, length)
  }
}

/** Where the bytes stop being UTF-8; −1 where they are all of it. */
export function invalidAt(bytes: Uint8Array): number {
  for (let i = 0; i < bytes.length;) {
    const length = bytes[i]! < 0x80 ? 1 : sequence(bytes, i)
    if (length === 0) return i
    i += length
  }
  return -1
}

/** Bytes of the character that starts here; 0 where none does (Unicode 16, table 3-7). */
function sequence(bytes: Uint8Array, i: number): number {
  const first = bytes[i]!
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || i + length > bytes.length) return 0
  const second = bytes[i + 1]!
  if (first === 0xe0 && second < 0xa0) return 0
  if (first === 0xed && second > 0x9f) return 0
  if (first === 0xf0 && second < 0x90) return 0
  if (first === 0xf4 && second > 0x8f) return 0
  for (let k = 1; k < length; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return 0
  return length
}
