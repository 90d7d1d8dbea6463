import { describe, expect, it } from 'vitest'

/** Every module of src/core/stats, and its source. */
const modules = import.meta.glob<Record<string, unknown>>('../../../src/core/stats/*.ts', { eager: true })
const sources = import.meta.glob<string>('../../../src/core/stats/*.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
})

/** An exported function and the code of its `@example`; null where it has none. */
interface Documented {
  readonly name: string
  readonly example: string | null
}

/** The exported functions of a module, with the doc comment that precedes each. */
function documented(source: string): Documented[] {
  const pattern = /(\/\*\*(?:(?!\*\/)[^])*\*\/\n)?export (?:function (\w+)|const (\w+) = (?:<[^>]*>)?\()/g
  return Array.from(source.matchAll(pattern), ([, comment, declared, constant]) => ({
    name: (declared ?? constant)!,
    example: exampleOf(comment ?? ''),
  }))
}

function exampleOf(comment: string): string | null {
  const lines = comment
    .replace(/^\/\*\*|\*\/\s*$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
  const first = lines.findIndex((line) => line.startsWith('@example'))
  if (first < 0) return null
  const next = lines.findIndex((line, at) => at > first && line.startsWith('@'))
  return [lines[first]!.slice('@example'.length), ...lines.slice(first + 1, next < 0 ? undefined : next)]
    .join('\n')
    .trim()
}

const RESULT = /^(.*?)\s*\/\/ → (.*)$/

/** The values of the lines `expression // → value`, each with the value that the line promises. */
function run(example: string, exports: Record<string, unknown>): { actual: unknown; expected: unknown }[] {
  const body = example.replace(new RegExp(RESULT, 'gm'), ';results.push({ actual: $1, expected: $2 })')
  const names = Object.keys(exports)
  // The examples are our own source code.
  const code = new Function(...names, `const results = []\n${body}\nreturn results`)
  return code(...names.map((name) => exports[name])) as { actual: unknown; expected: unknown }[]
}

/** Typed arrays as arrays, and numbers to four digits after the point. */
function plain(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(4))
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plain)
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, plain(own)]))
  return value
}

const everything = Object.assign({}, ...Object.values(modules)) as Record<string, unknown>

for (const [path, source] of Object.entries(sources)) {
  const functions = documented(source)
  if (functions.length === 0) continue
  describe(path.replace(/^.*stats\//, ''), () => {
    it.each(functions)('$name does what its example says', ({ name, example }) => {
      expect(example, `${name} has no @example`).not.toBeNull()
      const results = run(example!, everything)
      expect(results, 'an example has a line that ends with “// → value”').not.toHaveLength(0)
      for (const { actual, expected } of results) expect(plain(actual)).toEqual(plain(expected))
    })
  })
}

it('every exported function is found', () => {
  const found = Object.values(sources).flatMap((source) => documented(source).map(({ name }) => name))
  const exported = Object.entries(everything).flatMap(([name, value]) =>
    typeof value === 'function' ? [name] : [],
  )
  expect(found.sort()).toEqual(exported.sort())
})
