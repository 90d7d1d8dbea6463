import type { ProbeInfo } from '../concepts/concept.ts'
import { WhittleError } from '../failure.ts'
import { checkDefinitions, exampleText, type OwnDefinition } from '../own/definition.ts'
import { scoreSpans, storedScore, unitParts } from '../own/probe/probe.ts'
import { ownRanges } from '../own/ranges.ts'
import { TAU } from '../concepts/disparity.ts'
import type { Workspace } from './workspace.ts'

/** A sentence of the data that the probe is least sure of. */
export interface DoubtfulSentence {
  readonly text: string
  /** Source row, from 1. */
  readonly row: number
}

/** What a definition would find, before it is used. */
export interface OwnPreview {
  /** Of a probe; null for other kinds. */
  readonly quality: ProbeInfo | null
  /** Fewer than ten examples of either kind. */
  readonly few: boolean
  /** Responses that have it, and all of them. */
  readonly responses: number
  readonly total: number
  /** Some of those that have it, each with its source row. */
  readonly found: readonly { readonly text: string; readonly row: number }[]
  readonly doubtful: readonly DoubtfulSentence[]
}

const FEW = 10
const SHOWN = 3
const ASKED = 5
const SAMPLE = 2000
const EXCERPT = 160
/** Characters of an excerpt before what is found. */
const LEAD = 40

/**
 * What a definition would find in the data. Nothing is kept.
 * @throws WhittleError with a sentence where it cannot be used, or not yet
 */
export function previewOwn(workspace: Workspace, value: unknown): OwnPreview {
  const [definition] = checkDefinitions([value]) as [OwnDefinition]
  const { own, basis } = workspace
  own.check([...own.definitions.filter(({ id }) => id !== definition.id), definition])
  if (definition.kind === 'examples' && !basis.units)
    throw new WhittleError(
      'bad-file',
      'A concept from examples needs the extracted responses: wait a moment.',
    )
  const before = own.definitions.filter(({ id }) => id !== definition.id)
  const { members, activations, concepts } = own.features([...before, definition], {
    ...basis,
    concepts: basis.concepts.filter(({ id }) => id !== definition.id),
  })
  const member = members.get(definition.id)!
  const { probe } = member
  const feature = before.length
  const spans: number[] = []
  for (let span = 0; span < activations.spans; span++)
    for (let k = activations.indptr[span]!; k < activations.indptr[span + 1]!; k++)
      if (activations.feature[k] === feature && activations.count[k]! > TAU) spans.push(span)
  const concept = concepts.find(({ id }) => id === definition.id)
  const textOf = (span: number) => (span & 1 ? basis.pairs.rejected : basis.pairs.chosen)[span >> 1]!
  return {
    quality: concept?.probe ?? null,
    few:
      definition.kind === 'examples' &&
      Math.min(definition.positive.length, definition.negative.length) < FEW,
    responses: spans.length,
    total: basis.pairs.paired ? activations.spans : basis.pairs.length,
    found: spans.slice(0, SHOWN).map((span) => ({
      text: excerpt(textOf(span), ownRanges(member, textOf(span), basis.units, span)[0]?.start ?? 0),
      row: basis.pairs.row[span >> 1]!,
    })),
    doubtful: probe && definition.kind === 'examples' ? doubtful(workspace, definition, probe) : [],
  }
}

/** A piece of a text about a place in it, with an ellipsis where it is cut. */
function excerpt(text: string, place: number): string {
  const start = Math.max(0, Math.min(place - LEAD, text.length - EXCERPT))
  const end = start + EXCERPT
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

/** The sentences nearest to the threshold, of responses that are nearest to it, without the examples. */
function doubtful(
  { basis }: Workspace,
  { positive, negative }: Extract<OwnDefinition, { kind: 'examples' }>,
  probe: Parameters<typeof storedScore>[0] & { readonly threshold: number },
): DoubtfulSentence[] {
  const units = basis.units!
  const score = storedScore(probe)
  const distance = scoreSpans(score, units).map((one) => Math.abs(one - probe.threshold))
  const known = new Set([...positive, ...negative].map((one) => exampleText(one).trim()))
  const nearest = Uint32Array.from(distance.keys())
    .filter((span) => Number.isFinite(distance[span]!))
    .sort((a, b) => distance[a]! - distance[b]!)
    .subarray(0, SAMPLE)
  const asked: DoubtfulSentence[] = []
  for (const span of nearest) {
    if (asked.length === ASKED) break
    const parts = unitParts(score, units, span)
    const unit = units.unitPtr[span]! + parts.indexOf(Math.max(...parts))
    const whole = (span & 1 ? basis.pairs.rejected : basis.pairs.chosen)[span >> 1]!
    const text = whole.slice(units.start[unit], units.end[unit]).trim()
    if (text === '' || known.has(text)) continue
    known.add(text)
    asked.push({ text, row: basis.pairs.row[span >> 1]! })
  }
  return asked
}
