import { parseJson, parseLoosely, noRepairs } from './json-text.ts'
import { isRecord } from './rows.ts'
import { refuse } from './source.ts'

const SAMPLED = 20

/**
 * How the text that begins a file is JSON: an object a line, or values over lines; null where it is not.
 * @param whole whether the text is all of the file
 * @throws WhittleError when it begins like JSON and nothing in it can be read so
 */
export function looksLikeJson(text: string, whole: boolean, name: string): 'lines' | 'values' | null {
  const all = text.split('\n')
  // The last line may go on.
  const lines = (whole || all.length === 1 ? all : all.slice(0, -1))
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLED)
  const [first] = lines
  if (first === undefined) return null
  const start = first.trimStart()[0]
  const rows = lines.map((line) => isRow(line))
  if (start === '"') return rows.some(Boolean) ? 'lines' : null
  const bracket = start === '{' || start === '['
  if (!bracket) return rows.some(Boolean) ? 'lines' : null
  const alone = whole && lines.length === 1
  if (!alone) {
    if (rows[0]) return 'lines'
    // Rows of their own begin at the margin; those of a list over lines are indented or follow its bracket.
    const margin = lines.some((line, i) => i > 0 && rows[i] && line[0] === '{')
    if (margin && (start === '{' ? true : isWhole(first))) return 'lines'
  }
  if (/\.[ct]sv\b/i.test(name) && values(text.slice(0, 4096)) === 0) return null
  if (whole && values(text) === 0)
    throw refuse('The file begins like JSON but is not: it is damaged or cut short')
  return 'values'
}

/** An object, or one written as text. */
function isRow(line: string): boolean {
  const value = parsed(line)
  return isRecord(typeof value === 'string' ? parsed(value) : value)
}

const isWhole = (line: string): boolean => parsed(line) !== undefined

/** Whether any object can be read at the beginning of the text, however it goes on. */
function values(text: string): number {
  const at = text.indexOf('{')
  if (at < 0) return text.trimStart().startsWith('[') && parsed(text) !== undefined ? 1 : 0
  return 1
}

function parsed(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    try {
      const found = parseLoosely(text, noRepairs())
      return found[0]
    } catch {
      return undefined
    }
  }
}
