import { gatherUnits, type SpanAddress, spanRange, type UnitTable } from '../activations.ts'
import { extractionPlan, type SpanBatch, spanText } from '../extract/plan.ts'
import { chosenSpan, groupPrompts, type PairTable, rejectedSpan } from '../pairs.ts'

/** What to extract, and the progress so far. Progress and time estimates count characters. */
export interface Plan {
  readonly batches: number
  readonly done: number
  readonly characters: number
  readonly charactersDone: number
  /** Pairs whose two responses are extracted. */
  readonly pairsDone: number
}

/** The extraction of one dataset, filled batch by batch. */
export class Extraction {
  readonly batches: readonly SpanBatch[]
  readonly #pairs: PairTable
  readonly #prompts: readonly string[]
  /** By batch; released once merged into one table per kind. */
  readonly #tables: (UnitTable | null)[]
  readonly #whole: Record<SpanBatch['kind'], UnitTable | null> = { response: null, prompt: null }
  /** Batches that are not extracted, by kind. */
  readonly #left: Record<SpanBatch['kind'], number> = { response: 0, prompt: 0 }
  readonly #characters: number
  #charactersDone = 0
  #pairsDone = 0

  constructor(pairs: PairTable) {
    this.#pairs = pairs
    this.#prompts = groupPrompts(pairs)
    this.batches = extractionPlan(pairs)
    this.#tables = this.batches.map(() => null)
    for (const { kind } of this.batches) this.#left[kind]++
    this.#characters = this.batches.reduce((sum, { characters }) => sum + characters, 0)
  }

  /** The texts of a batch, parallel to its spans. */
  texts(batch: number): string[] {
    const { kind, spans } = this.batches[batch]!
    return Array.from(spans, (span) => spanText(this.#pairs, this.#prompts, kind, span))
  }

  has(batch: number): boolean {
    const kind = this.batches[batch]?.kind
    return kind !== undefined && (this.#whole[kind] !== null || this.#tables[batch] !== null)
  }

  /** @throws RangeError when the units are not those of the batch's spans */
  add(batch: number, units: UnitTable): void {
    const added = this.batches[batch]
    if (units.spans !== added?.spans.length)
      throw new RangeError(`batch ${batch} has ${added?.spans.length} spans, not ${units.spans}`)
    if (!this.has(batch)) this.#count(added)
    this.#tables[batch] = units
    if (this.#left[added.kind] > 0) return
    this.#whole[added.kind] = gatherUnits(this.#extracted(), this.#addresses(added.kind))
    this.#release(added.kind)
  }

  /**
   * Adds the whole dataset at once, as `all()` returns it, without a copy.
   * @throws RangeError when the units are not those of the dataset
   */
  addAll(units: UnitTable): void {
    this.#checkWhole(units)
    const responses = 2 * this.#pairs.length
    this.batches.forEach((batch, b) => {
      if (!this.has(b)) this.#count(batch)
    })
    this.#whole.response = spanRange(units, 0, responses)
    this.#whole.prompt = spanRange(units, responses, units.spans)
    this.#release('response')
    this.#release('prompt')
  }

  /**
   * A batch's units out of a table of the whole dataset, as `all()` returns it.
   * @throws RangeError when the units are not those of the dataset
   */
  batchOf(whole: UnitTable, batch: number): UnitTable {
    this.#checkWhole(whole)
    const { kind, spans } = this.batches[batch]!
    const first = kind === 'response' ? 0 : 2 * this.#pairs.length
    return gatherUnits(
      [whole],
      Array.from(spans, (span) => ({ table: 0, span: first + span })),
    )
  }

  /**
   * Every span in one table: the responses (2i chosen, 2i + 1 rejected), then the prompts by group. All are
   * extracted.
   */
  all(): UnitTable {
    const pairs = Uint32Array.from({ length: this.#pairs.length }, (_, i) => i)
    const tables = [this.responses(pairs), this.prompts()!]
    return gatherUnits(
      tables,
      tables.flatMap((units, table) => Array.from({ length: units.spans }, (_, span) => ({ table, span }))),
    )
  }

  plan(): Plan {
    const { length } = this.batches
    return {
      batches: length,
      done: length - this.#left.response - this.#left.prompt,
      characters: this.#characters,
      charactersDone: this.#charactersDone,
      pairsDone: this.#pairsDone,
    }
  }

  /** Pairs whose two responses are extracted, ascending. */
  pairsDone(): Uint32Array {
    if (this.#whole.response) return Uint32Array.from({ length: this.#pairs.length }, (_, i) => i)
    const done = this.batches.flatMap((batch, b) =>
      batch.kind === 'response' && this.has(b)
        ? Array.from(
            batch.spans.filter((span) => span % 2 === 0),
            (span) => span >> 1,
          )
        : [],
    )
    return Uint32Array.from(done).sort()
  }

  /**
   * Units of the responses of some pairs, all of them extracted: span 2i is the chosen response of index[i].
   * @param index ascending
   */
  responses(index: Uint32Array): UnitTable {
    const whole = this.#whole.response
    if (whole && index.length === this.#pairs.length) return whole
    const addresses = whole ? null : this.#addresses('response')
    const address = (span: number) => addresses?.[span] ?? { table: 0, span }
    const wanted = Array.from(index, (pair) => [address(chosenSpan(pair)), address(rejectedSpan(pair))])
    return gatherUnits(whole ? [whole] : this.#extracted(), wanted.flat())
  }

  /** Units of every prompt group's prompt; null until all are extracted. */
  prompts(): UnitTable | null {
    return this.#whole.prompt
  }

  #checkWhole({ spans }: UnitTable): void {
    const { length, groups } = this.#pairs
    if (spans !== 2 * length + groups) throw new RangeError(`${spans} spans do not fit ${length} pairs`)
  }

  #count({ kind, spans, characters }: SpanBatch): void {
    this.#left[kind]--
    this.#charactersDone += characters
    if (kind === 'response') this.#pairsDone += spans.length / 2
  }

  #release(kind: SpanBatch['kind']): void {
    this.batches.forEach((batch, b) => {
      if (batch.kind === kind) this.#tables[b] = null
    })
  }

  #extracted(): UnitTable[] {
    const empty = gatherUnits([], [])
    return this.#tables.map((table) => table ?? empty)
  }

  #addresses(kind: SpanBatch['kind']): SpanAddress[] {
    const addresses: SpanAddress[] = []
    this.batches.forEach((batch, table) => {
      if (batch.kind === kind) batch.spans.forEach((at, span) => (addresses[at] = { table, span }))
    })
    return addresses
  }
}
