import { chosenSpan, groupPrompts, type PairTable, rejectedSpan } from '../pairs.ts'
import { permutation, random } from '../random.ts'

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
 * Cuts a dataset into batches: responses first, pair by pair, then prompts. Pairs come in a random order that
 * depends on their number only, so that an unfinished extraction is a random sample of the pairs and resumes
 * with the same batches.
 */
export function extractionPlan(pairs: PairTable): SpanBatch[] {
  const order = permutation(pairs.length, random(pairs.length))
  const responses = Array.from(order, (pair) => ({
    spans: [chosenSpan(pair), rejectedSpan(pair)],
    characters: pairs.chosen[pair]!.length + pairs.rejected[pair]!.length,
  }))
  const prompts = groupPrompts(pairs).map((prompt, group) => ({ spans: [group], characters: prompt.length }))
  return [...batches('response', responses), ...batches('prompt', prompts)]
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
