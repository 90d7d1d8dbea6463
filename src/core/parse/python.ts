/**
 * Reads a Python or NumPy literal as text has it after str() or pandas' to_csv: lists, tuples, dicts,
 * strings, numbers, True, False, None, nan, array(…) and NumPy's lists without commas.
 * @returns undefined when the text is no such literal, or nests too deep
 */
export function pythonLiteral(text: string): unknown {
  const reader = new LiteralReader(text)
  try {
    return reader.whole()
  } catch (error) {
    if (error instanceof NoLiteral) return undefined
    throw error
  }
}

class NoLiteral extends Error {}

const MOST_DEEP = 32
const NAMES: Readonly<Record<string, unknown>> = {
  True: true,
  False: false,
  None: null,
  nan: null,
  null: null,
}
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
}

class LiteralReader {
  #at = 0
  #depth = 0
  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.#value()
    this.#space()
    if (this.#at < this.text.length) throw new NoLiteral()
    return value
  }

  #value(): unknown {
    this.#space()
    if (++this.#depth > MOST_DEEP) throw new NoLiteral()
    const value = this.#inner()
    this.#depth--
    return value
  }

  #inner(): unknown {
    const char = this.text[this.#at]
    if (char === '[' || char === '(') return this.#list(char === '[' ? ']' : ')')
    if (char === '{') return this.#dict()
    const prefix = this.#match(/[rbuRBU]{0,2}(?=['"])/y)
    if (prefix !== null) return this.#string(/r/i.test(prefix))
    const number = this.#match(/[-+]?(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?/y)
    if (number !== null) return Number(number.replaceAll('_', ''))
    const call = this.#match(/(np\.)?(array|ndarray|OrderedDict|dict|list)\(/y)
    if (call !== null) return this.#argument()
    const name = this.#match(/[A-Za-z]+/y)
    if (name === null || !Object.hasOwn(NAMES, name)) throw new NoLiteral()
    return NAMES[name]
  }

  /** The first argument of array(…), the others being NumPy's dtype. */
  #argument(): unknown {
    const value = this.#value()
    if (this.#match(/\s*(,\s*dtype=[^()]*)?\)/y) === null) throw new NoLiteral()
    return value
  }

  #list(end: string): unknown[] {
    this.#at++
    const items: unknown[] = []
    for (;;) {
      if (this.#match(/\s*,?\s*/y) !== null && this.text[this.#at] === end) break
      if (this.#at >= this.text.length) throw new NoLiteral()
      items.push(this.#value())
    }
    this.#at++
    return items
  }

  #dict(): Record<string, unknown> {
    this.#at++
    const entries: [string, unknown][] = []
    for (;;) {
      if (this.#match(/\s*,?\s*/y) !== null && this.text[this.#at] === '}') break
      const key = this.#value()
      if (this.#match(/\s*:/y) === null) throw new NoLiteral()
      entries.push([String(key), this.#value()])
    }
    this.#at++
    return Object.fromEntries(entries)
  }

  #string(raw: boolean): string {
    const quote = this.text.startsWith(this.text[this.#at]!.repeat(3), this.#at)
      ? this.text[this.#at]!.repeat(3)
      : this.text[this.#at]!
    this.#at += quote.length
    let out = ''
    for (;;) {
      if (this.#at >= this.text.length) throw new NoLiteral()
      if (this.text.startsWith(quote, this.#at)) break
      const char = this.text[this.#at++]!
      out += char === '\\' && !raw ? this.#escape() : char
    }
    this.#at += quote.length
    return out
  }

  #escape(): string {
    const code = this.#match(/x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}/y)
    if (code !== null) return String.fromCodePoint(Math.min(parseInt(code.slice(1), 16), 0x10ffff))
    const octal = this.#match(/[0-7]{1,3}/y)
    if (octal !== null) return String.fromCharCode(parseInt(octal, 8))
    const char = this.text[this.#at++] ?? ''
    if (char === '\n') return ''
    return ESCAPES[char] ?? (/['"\\]/.test(char) ? char : `\\${char}`)
  }

  #space(): void {
    this.#match(/\s*/y)
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.text)
    if (!found) return null
    this.#at = pattern.lastIndex
    return found[0]
  }
}
