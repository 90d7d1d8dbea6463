import type { UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { sentenceRanges } from '../extract/units.ts'
import type { PairTable } from '../pairs.ts'
import { eachOccurrence, phraseTrie } from '../phrases/match.ts'
import { detectorById } from '../surface/detectors.ts'
import { promptView, TextView } from '../surface/view.ts'
import type { Range } from '../surface/words.ts'

/** Where concepts occur, sentence by sentence, in some responses. */
export interface SentenceTable {
  readonly sentences: number
  /** Per concept: the sentences where it occurs, ascending. */
  readonly sentence: readonly Uint32Array[]
  /** Parallel: how often it occurs there. */
  readonly count: readonly Uint32Array[]
}

export interface SentenceInput {
  readonly pairs: PairTable
  /**
   * Units of the response spans (2i chosen, 2i + 1 rejected); null where nothing is extracted: no latent
   * occurs then.
   */
  readonly units: UnitTable | null
  /** Per latent: the activation from which it is present. */
  readonly presence: Float32Array
}

/** Gathers a concept's sentences in ascending order. */
class Places {
  readonly #sentence: number[] = []
  readonly #count: number[] = []

  add(sentence: number): void {
    const last = this.#sentence.length - 1
    if (this.#sentence[last] === sentence) this.#count[last]!++
    else {
      this.#sentence.push(sentence)
      this.#count.push(1)
    }
  }

  get columns() {
    return { sentence: Uint32Array.from(this.#sentence), count: Uint32Array.from(this.#count) }
  }
}

/**
 * Finds the sentences of some responses in which concepts occur: detectors and phrases by their places in the
 * text, latents and families by the units where they are present. Measures occur nowhere.
 * @param spans response spans to read, ascending
 */
export function sentenceTable(
  { pairs, units, presence }: SentenceInput,
  concepts: readonly Concept[],
  spans: Uint32Array,
): SentenceTable {
  const places = concepts.map(() => new Places())
  const detectors = concepts.flatMap(({ id, source, measure }, c) =>
    source === 'surface' && !measure ? [{ find: detectorById(id).find, place: places[c]! }] : [],
  )
  const phrases = concepts.flatMap(({ id, source }, c) =>
    source === 'phrase' ? [{ text: id.slice(2), c }] : [],
  )
  const trie = phraseTrie(phrases.map(({ text }) => text))
  const ofLatent = conceptsByLatent(concepts, presence.length)
  let sentences = 0
  for (const span of spans) {
    const pair = span >> 1
    const text = (span & 1 ? pairs.rejected : pairs.chosen)[pair]!
    if (text === '') continue
    const ranges = units ? unitRanges(units, span) : sentenceRanges(text)
    const first = sentences
    const at = (place: Places, start: number, end: number) => {
      for (let s = firstEndingAfter(ranges, start); s < ranges.length && ranges[s]![0] < end; s++)
        place.add(first + s)
    }
    const view = new TextView(text, promptView(pairs.prompt[pair]!))
    for (const { find, place } of detectors) for (const [start, end] of find(view)) at(place, start, end)
    const { words } = view
    eachOccurrence(trie, words, (phrase, from, to) =>
      at(places[phrases[phrase]!.c]!, words.start[from]!, words.end[to - 1]!),
    )
    if (units) {
      const from = units.unitPtr[span]!
      for (let s = 0; s < ranges.length; s++) {
        for (let k = units.indptr[from + s]!; k < units.indptr[from + s + 1]!; k++) {
          const latent = units.feature[k]!
          if (units.value[k]! < presence[latent]!) continue
          for (const c of ofLatent[latent] ?? []) places[c]!.add(first + s)
        }
      }
    }
    sentences += ranges.length
  }
  const columns = places.map((place) => place.columns)
  return {
    sentences,
    sentence: columns.map(({ sentence }) => sentence),
    count: columns.map(({ count }) => count),
  }
}

const unitRanges = ({ unitPtr, start, end }: UnitTable, span: number): Range[] => {
  const [from, to] = [unitPtr[span]!, unitPtr[span + 1]!]
  return Array.from({ length: to - from }, (_, s): Range => [start[from + s]!, end[from + s]!])
}

/** Index of the first range that ends after a character; ranges ascend. */
function firstEndingAfter(ranges: readonly Range[], character: number): number {
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle]![1] > character) high = middle
    else low = middle + 1
  }
  return low
}

function conceptsByLatent(concepts: readonly Concept[], latents: number): (number[] | undefined)[] {
  const byLatent = new Array<number[] | undefined>(latents)
  concepts.forEach(({ source, features }, c) => {
    if (source !== 'dictionary' && source !== 'family') return
    for (const f of features) (byLatent[f] ??= []).push(c)
  })
  return byLatent
}
