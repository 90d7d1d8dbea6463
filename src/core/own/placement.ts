import type { UnitTable } from '../activations.ts'
import type { PairTable } from '../pairs.ts'
import { hashText, mix } from '../stats/hash.ts'
import { unitStateRange } from '../unit-states.ts'
import { type ExamplesDefinition, exampleRow, exampleText } from './definition.ts'

/**
 * A text to encode, of which [start, end) is the example. A sentence's state depends on what stands beside
 * it, so a pasted example is read beside responses of the data, as it would be met there.
 */
export interface Placement {
  readonly text: string
  readonly start: number
  readonly end: number
  /** Of the definition: the positive ones, then the negative ones. */
  readonly example: number
}

/** Longer examples bring their own surroundings. */
const LONGEST_PLACED = 400
/** Characters of a response that an example is put beside. */
const SURROUNDINGS = 600

/**
 * Where each example is read: one that was marked, in its response; a pasted one before one response of the
 * data and after another, which depend on the texts and not on the order of rows; a long one alone.
 */
export function placements({ positive, negative }: ExamplesDefinition, pairs: PairTable): Placement[] {
  const hosts = hostTexts(pairs)
  const atRow = new Map(Array.from(pairs.row, (row, pair) => [row, pair]))
  return [...positive, ...negative].flatMap((one, example): Placement[] => {
    const text = exampleText(one).trim()
    const row = exampleRow(one)
    const pair = row === null ? undefined : atRow.get(row)
    if (pair !== undefined) {
      const response = [pairs.chosen[pair]!, pairs.rejected[pair]!].find((side) => side.includes(text))
      if (response !== undefined) {
        const start = response.indexOf(text)
        return [{ text: response, start, end: start + text.length, example }]
      }
    }
    if (hosts.length === 0 || text.length > LONGEST_PLACED)
      return [{ text, start: 0, end: text.length, example }]
    const [before, after] = [0, 1].map((k) => hosts[mix(hashText(text), k) % hosts.length]!)
    return [
      {
        text: `${before} ${text}`,
        start: before!.length + 1,
        end: before!.length + 1 + text.length,
        example,
      },
      { text: `${text} ${after}`, start: 0, end: text.length, example },
    ]
  })
}

const MOST_HOSTS = 500
const hosts = new WeakMap<PairTable, readonly string[]>()

/** Responses of the data to put examples beside, cut at the end of a sentence, in an order of their own. */
function hostTexts(pairs: PairTable): readonly string[] {
  const known = hosts.get(pairs)
  if (known) return known
  const all = [...pairs.chosen, ...pairs.rejected]
    .filter((text) => text !== '')
    .map((text) => ({ text, order: mix(hashText(text), 1) }))
  const texts = all
    .sort((a, b) => a.order - b.order)
    .slice(0, MOST_HOSTS)
    .map(({ text }) => surroundings(text))
  hosts.set(pairs, texts)
  return texts
}

function surroundings(text: string): string {
  const cut = text.slice(0, SURROUNDINGS).trimEnd()
  if (text.length <= SURROUNDINGS) return cut
  const end = Math.max(...['. ', '! ', '? ', '\n'].map((mark) => cut.lastIndexOf(mark)))
  return end > 0 ? cut.slice(0, end + 1).trimEnd() : cut
}

/**
 * Only the units of the examples: those that lie in their placement's range for the most part, or, where a
 * short example shares its unit with what is beside it, that unit.
 * @param units of the placements' texts, a span each
 */
export function placedUnits(units: UnitTable, placed: readonly Placement[]): UnitTable {
  const unitPtr = new Uint32Array(placed.length + 1)
  const kept: number[] = []
  placed.forEach(({ start, end }, j) => {
    const own: number[] = []
    let [nearest, most] = [-1, 0]
    for (let unit = units.unitPtr[j]!; unit < units.unitPtr[j + 1]!; unit++) {
      const [from, to] = [units.start[unit]!, units.end[unit]!]
      const shared = Math.min(to, end) - Math.max(from, start)
      if (2 * shared > to - from) own.push(unit)
      if (shared > most) [nearest, most] = [unit, shared]
    }
    kept.push(...(own.length > 0 || nearest < 0 ? own : [nearest]))
    unitPtr[j + 1] = kept.length
  })
  const { dim, unitStates } = units
  const value = new Int8Array(kept.length * dim)
  const scale = new Float32Array(kept.length)
  kept.forEach((unit, k) => {
    const own = unitStateRange(unitStates!, dim, unit, unit + 1)
    value.set(own.value, k * dim)
    scale.set(own.scale, k)
  })
  return {
    ...{ spans: placed.length, unitPtr, dim, unitStates: { value, scale } },
    start: Uint32Array.from(kept, (unit) => units.start[unit]!),
    end: Uint32Array.from(kept, (unit) => units.end[unit]!),
    tokens: Uint16Array.from(kept, (unit) => units.tokens[unit]!),
    indptr: new Uint32Array(kept.length + 1),
    feature: new Uint16Array(0),
    value: new Float32Array(0),
    state: new Float32Array(0),
  }
}
