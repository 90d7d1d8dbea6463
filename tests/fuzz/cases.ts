import { readdirSync, readFileSync } from 'node:fs'
import { random as seeded } from '../../src/core/random.ts'

/** A file made from another by chance; the same for the same seed. */
export interface FuzzCase {
  readonly seed: number
  readonly name: string
  readonly bytes: Uint8Array
}

const FOLDERS = ['parse', 'files', 'cases', 'annotations', 'unseen']
/** Larger ones say nothing more and take longer. */
const MOST_BYTES = 48 * 2 ** 10

/** What parsers look at: marks, brackets, counts, magic numbers, characters of two encodings. */
const TOKENS = [
  ...[
    '"',
    '""',
    "'",
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '\\u',
    '\n',
    '\r\n',
    '\t',
    ';',
    'NaN',
    '-Infinity',
    'null',
    '1e999',
  ],
  ...[
    '99999999999999999999',
    '\0',
    '\ufeff',
    '\ud800',
    'é',
    '</script>',
    '__proto__',
    'PAR1',
    'PK\x03\x04',
    'ARROW1',
    'sep=;\n',
  ],
]
const RAW = [
  [0xff, 0xfe],
  [0xfe, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0x80],
  [0xc3],
  [0x1f, 0x8b, 8],
  [0x28, 0xb5, 0x2f, 0xfd],
]

let corpus: readonly { name: string; bytes: Uint8Array }[] | null = null

/** The files that cases are made from. */
export function intact(): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const root = new URL('../fixtures/', import.meta.url)
  return (corpus ??= FOLDERS.flatMap((folder) => {
    let names: string[]
    try {
      names = readdirSync(new URL(`${folder}/`, root)).sort()
    } catch {
      return []
    }
    return names
      .filter((name) => !/\.py$|^expected\.json$/.test(name))
      .map((name) => ({ name, bytes: new Uint8Array(readFileSync(new URL(`${folder}/${name}`, root))) }))
      .filter(({ bytes }) => bytes.length <= MOST_BYTES)
  }))
}

export function fuzzCase(seed: number): FuzzCase {
  const random = seeded(seed)
  const below = (n: number) => Math.floor(random() * n)
  const pick = <T>(items: readonly T[]): T => items[below(items.length)]!
  const { name, bytes: original } = pick(intact())
  let bytes: Uint8Array = original.slice()
  for (let times = 1 + below(4); times > 0; times--) {
    const at = below(bytes.length + 1)
    const length = 1 + below(Math.min(64, bytes.length))
    const other = pick(intact()).bytes
    const insert = (part: ArrayLike<number>, skip = 0) => {
      const whole = new Uint8Array(bytes.length - skip + part.length)
      whole.set(bytes.subarray(0, at))
      whole.set(part, at)
      whole.set(bytes.subarray(at + skip), at + part.length)
      return whole
    }
    const rest = Math.min(length, bytes.length - at)
    switch (below(9)) {
      case 0:
        if (at < bytes.length) bytes[at]! ^= 1 << below(8)
        break
      case 1:
        if (at < bytes.length) bytes[at] = below(256)
        break
      case 2:
        bytes = bytes.slice(0, at)
        break
      case 3:
        bytes = insert([], rest)
        break
      case 4:
        bytes = insert(bytes.slice(at, at + rest))
        break
      case 5:
        bytes = insert(new TextEncoder().encode(pick(TOKENS)), below(2) * rest)
        break
      case 6:
        bytes = insert(pick(RAW), below(2) * Math.min(rest, 4))
        break
      case 7: {
        const from = below(other.length)
        bytes = insert(other.slice(from, from + below(2000)), below(2) * rest)
        break
      }
      default:
        bytes.fill(pick([0, 255, 128, 34]), at, at + Math.min(rest, 8))
    }
  }
  return { seed, name, bytes }
}
