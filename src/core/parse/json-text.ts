import { MAX_DEPTH } from './limits.ts'

/** What was read although it is not JSON. */
export interface Repairs {
  /** NaN and infinities, read as missing. */
  notNumbers: number
  /** Commas before a closing bracket or after a row. */
  commas: number
  /** Line ends, tabs and the like as they are inside of text. */
  controls: number
}

export class JsonError extends Error {
  constructor(
    message: string,
    /** Whether the text ends before the value does. */
    readonly cut: boolean,
  ) {
    super(message)
  }
}

/** Whole numbers that a double cannot hold are read digit by digit; cheap to rule out. */
const LONG_NUMBER = /(?<![\d.])\d{16,}(?![\d.eE])/

/** JSON.parse, but whole numbers past 2⁵³ stay exact, as bigint. @throws SyntaxError or JsonError */
export function parseJson(text: string): unknown {
  return LONG_NUMBER.test(text) ? parseLoosely(text, noRepairs())[0] : (JSON.parse(text) as unknown)
}

export const noRepairs = (): Repairs => ({ notNumbers: 0, commas: 0, controls: 0 })

/**
 * Reads the values of a text, one after another, with what people's files have and JSON does not: NaN,
 * trailing commas, control characters in text, values without anything between.
 * @param repairs counts what was taken
 * @throws JsonError at the first thing that is neither
 */
export function parseLoosely(text: string, repairs: Repairs): unknown[] {
  const parser = new Parser(text, repairs)
  const values: unknown[] = []
  for (parser.skip(); !parser.done; parser.skipSeparators()) values.push(parser.value(0))
  return values
}

const NAMES: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['-Infinity', undefined],
]

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
}

class Parser {
  #at = 0

  constructor(
    private readonly text: string,
    private readonly repairs: Repairs,
  ) {}

  get done(): boolean {
    return this.#at >= this.text.length
  }

  skip(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.#at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9 && code !== 0xfeff) return
      this.#at++
    }
  }

  /** Between values: space, and a comma where rows of a list stand alone. */
  skipSeparators(): void {
    this.skip()
    if (this.text[this.#at] !== ',') return
    this.#at++
    this.repairs.commas++
    this.skip()
  }

  value(depth: number): unknown {
    const first = this.text[this.#at]
    if (first === undefined) throw this.#error('it ends where a value is expected')
    if (first === '"') return this.#string()
    if (first === '{' || first === '[') {
      // One level more than a row may have: `checked` says so of it.
      if (depth > MAX_DEPTH + 1) throw this.#error('it is nested too deep')
      return first === '{' ? this.#object(depth + 1) : this.#list(depth + 1)
    }
    for (const [name, value] of NAMES) {
      if (!this.text.startsWith(name, this.#at)) continue
      this.#at += name.length
      if (value !== undefined) return value
      this.repairs.notNumbers++
      return null
    }
    return this.#number()
  }

  #object(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = []
    this.#at++
    for (this.skip(); this.text[this.#at] !== '}'; this.skip()) {
      if (this.text[this.#at] !== '"') throw this.#error('a name in quotation marks is expected')
      const key = this.#string()
      this.skip()
      if (this.text[this.#at] !== ':') throw this.#error('a colon is expected')
      this.#at++
      this.skip()
      entries.push([key, this.value(depth)])
      if (!this.#comma('}')) break
    }
    this.#at++
    return Object.fromEntries(entries)
  }

  #list(depth: number): unknown[] {
    const items: unknown[] = []
    this.#at++
    for (this.skip(); this.text[this.#at] !== ']'; this.skip()) {
      items.push(this.value(depth))
      if (!this.#comma(']')) break
    }
    this.#at++
    return items
  }

  /** Whether more may follow; at the closing bracket where not. */
  #comma(close: string): boolean {
    this.skip()
    const next = this.text[this.#at]
    if (next === close) return false
    if (next !== ',') throw this.#error(`a comma or ${close} is expected`)
    this.#at++
    this.skip()
    if (this.text[this.#at] === close) this.repairs.commas++
    return true
  }

  #string(): string {
    const parts: string[] = []
    let start = ++this.#at
    for (;;) {
      const code = this.text.charCodeAt(this.#at)
      if (Number.isNaN(code)) throw this.#error('a text is never closed')
      if (code < 32) this.repairs.controls++
      if (code !== 34 && code !== 92) {
        this.#at++
        continue
      }
      parts.push(this.text.slice(start, this.#at++))
      if (code === 34) return parts.length === 1 ? parts[0]! : parts.join('')
      parts.push(this.#escape())
      start = this.#at
    }
  }

  #escape(): string {
    const letter = this.text[this.#at++] ?? ''
    const plain = ESCAPES[letter]
    if (plain !== undefined) return plain
    const hex = this.text.slice(this.#at, this.#at + 4)
    if (letter !== 'u' || !/^[\da-fA-F]{4}$/.test(hex)) throw this.#error('an escape is not one of JSON’s')
    this.#at += 4
    return String.fromCharCode(parseInt(hex, 16))
  }

  #number(): number | bigint {
    NUMBER.lastIndex = this.#at
    const text = NUMBER.exec(this.text)?.[0]
    if (text === undefined) throw this.#error('a value is expected')
    this.#at += text.length
    const value = Number(text)
    return /^-?\d+$/.test(text) && !Number.isSafeInteger(value) ? BigInt(text) : value
  }

  #error(what: string): JsonError {
    return new JsonError(`${what} at character ${this.#at + 1}`, this.done)
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y
