import { parseJson } from '../parse-json.ts'
import { pythonLiteral } from './python.ts'
import { isRecord } from './rows.ts'

/** Longer texts are not looked into for a list or an object. */
const MOST_CHARACTERS = 16 * 2 ** 20
/** JSON in JSON in JSON: more is no accident. */
const MOST_WRAPPED = 3

/** The last texts looked into: detection and reading ask for the same cells several times. */
const MEMO = new Map<string, unknown>()
const MEMO_SIZE = 64

/**
 * The list or object that a cell holds as text: JSON with any white space, JSON in JSON, Python and NumPy
 * literals.
 * @returns the value itself where it is no text, undefined where the text holds neither list nor object
 */
export function structureIn(value: unknown): unknown {
  if (typeof value !== 'string') return typeof value === 'object' && value !== null ? value : undefined
  if (!/^\s*["'[{(]|^\s*(np\.)?array\(/.test(value) || value.length > MOST_CHARACTERS) return undefined
  if (MEMO.has(value)) return MEMO.get(value)
  const found = unwrapped(value)
  if (MEMO.size >= MEMO_SIZE) MEMO.clear()
  MEMO.set(value, found)
  return found
}

function unwrapped(text: string): unknown {
  let value: unknown = text
  for (let level = 0; level < MOST_WRAPPED && typeof value === 'string'; level++) value = parsed(value.trim())
  return Array.isArray(value) || isRecord(value) ? value : undefined
}

function parsed(text: string): unknown {
  const value = parseJson(text)
  return value === undefined && !/^["']/.test(text) ? pythonLiteral(text) : value
}
