import { chosenSpan, groupPrompts, type PairTable, rejectedSpan } from '../pairs.ts'
import { permutation, type Random, random } from '../random.ts'

/** Changes when the same pairs are cut into other batches: what was stored by number fits no more. */
export const PLAN_VERSION = '2'

/** Characters per batch: about two seconds of work on two CPU threads, and enough to occupy a GPU. */
const BATCH_CHARACTERS = 32_000

/** Spans that are extracted, stored and resumed together. */
export interface SpanBatch {
  readonly kind: 'response' | 'prompt'
  /** Response spans (2i, 2i + 1) or prompt groups. */
  readonly spans: Uint32Array
  readonly characters: number
}

/** Only so many windows at the end of a prompt are encoded. */
const PROMPT_WINDOWS = 4

/** How many windows at the end of a batch's texts are extracted; null for all. */
export const windowsOf = ({ kind }: Pick<SpanBatch, 'kind'>): number | null =>
  kind === 'prompt' ? PROMPT_WINDOWS : null

/**
 * Cuts a dataset into batches: responses first, pair by pair, then prompts. Pairs come in the order of
 * {@link sampleOrder}, seeded by their number, so that an unfinished extraction is a stratified sample and
 * resumes with the same batches.
 */
export function extractionPlan(pairs: PairTable): SpanBatch[] {
  const order = sampleOrder(pairs, random(pairs.length))
  const responses = Array.from(order, (pair) => ({
    spans: [chosenSpan(pair), rejectedSpan(pair)],
    characters: pairs.chosen[pair]!.length + pairs.rejected[pair]!.length,
  }))
  const prompts = groupPrompts(pairs).map((prompt, group) => ({ spans: [group], characters: prompt.length }))
  return [...batches('response', responses), ...batches('prompt', prompts)]
}

/** A file is often several sources one behind the other: so many stretches of it are strata. */
const STRETCHES = 20

/**
 * A random order of the pairs in which every beginning is a stratified sample: each stratum (a stretch of the
 * file, and which side is longer) has its share of it, to one pair.
 */
function sampleOrder({ length, chosen, rejected }: PairTable, rng: Random): Uint32Array {
  const stratum = (pair: number) =>
    3 * Math.floor((STRETCHES * pair) / length) + 1 + Math.sign(chosen[pair]!.length - rejected[pair]!.length)
  const order = permutation(length, rng)
  const sizes = new Uint32Array(3 * STRETCHES)
  for (const pair of order) sizes[stratum(pair)]!++
  const before = new Uint32Array(3 * STRETCHES)
  const place = new Float64Array(length)
  for (const pair of order) {
    const s = stratum(pair)
    place[pair] = (before[s]!++ + rng()) / sizes[s]!
  }
  return order.sort((a, b) => place[a]! - place[b]!)
}

/** Cuts texts that are not part of a dataset into batches of the same size. */
export function textBatches(texts: readonly string[]): string[][] {
  const items = texts.map((text, at) => ({ spans: [at], characters: text.length }))
  return batches('response', items).map(({ spans }) => Array.from(spans, (at) => texts[at]!))
}

function batches(
  kind: SpanBatch['kind'],
  items: readonly { spans: number[]; characters: number }[],
): SpanBatch[] {
  const cut: SpanBatch[] = []
  let spans: number[] = []
  let characters = 0
  const close = () => {
    if (spans.length > 0) cut.push({ kind, spans: Uint32Array.from(spans), characters })
    spans = []
    characters = 0
  }
  for (const item of items) {
    if (characters > 0 && characters + item.characters > BATCH_CHARACTERS) close()
    spans.push(...item.spans)
    characters += item.characters
  }
  close()
  return cut
}

/** The text of a span of a batch. */
export function spanText(
  pairs: PairTable,
  prompts: readonly string[],
  kind: SpanBatch['kind'],
  span: number,
): string {
  if (kind === 'prompt') return prompts[span]!
  return (span & 1 ? pairs.rejected : pairs.chosen)[span >> 1]!
}
