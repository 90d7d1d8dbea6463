import { shapedPair, spoiled } from '../export/shaped.ts'
import type { PairValues } from '../source.ts'
import { WhittleError } from '../failure.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import { responseText, type Turn } from '../parse/turns.ts'
import type { Shaping } from '../shape/decision.ts'
import { protocolOf } from '../shape/protocols.ts'
import type { Protocol, Verdict } from '../verdict.ts'
import { type MarkedText, markedResponse } from './marks.ts'
import { valuesOf } from './export-values.ts'
import type { Workspace } from './workspace.ts'

/** One pair before and after all decisions. */
export interface PreviewPair {
  /** Source row, from 1. */
  readonly row: number
  readonly prompt: string
  /** The original responses, with the ranges where the concept fires; the sides are those of the file. */
  readonly chosen: MarkedText
  readonly rejected: MarkedText
  /** As they are exported; null where the text is the same. */
  readonly chosenAfter: string | null
  readonly rejectedAfter: string | null
  /** The instruction that goes before the prompt, for the policy only; null for none. */
  readonly instruction: string | null
  /**
   * Probability that the chosen response is the better one, where the pair is trained in both orders; else
   * null.
   */
  readonly softLabel: number | null
  readonly flipped: boolean
  readonly dropped: boolean
  /** Why no format can hold the edited pair; null where one can. */
  readonly spoiled: string | null
}

/** The effect of one verdict on individual pairs. */
export interface Preview {
  readonly concept: string
  readonly scope: string
  readonly protocol: Protocol
  /**
   * Pairs that the verdict drops, proposes to swap, or edits; 0 where it gives every pair a number instead.
   */
  readonly total: number
  /** The first of them. */
  readonly pairs: readonly PreviewPair[]
  /** The instruction to the policy: the person's words or the default; null where there is none. */
  readonly template: string | null
}

/**
 * The first pairs that one verdict changes, after all verdicts are applied, by the same functions as the
 * export.
 * @throws WhittleError when the verdict is none of those given
 */
export function preview(
  workspace: Workspace,
  verdicts: readonly Verdict[],
  { concept, scope }: Pick<Verdict, 'concept' | 'scope'>,
  limit: number,
): Preview {
  const shaping = workspace.shape(workspace.enactable(verdicts))
  const shaped = shaping.verdicts.find(
    ({ verdict }) => verdict.concept === concept && verdict.scope === scope,
  )
  if (!shaped) throw new WhittleError('internal', `There is no verdict on ${concept} to preview.`)
  const values = valuesOf(workspace, shaping)
  const { pairs } = shaped
  return {
    concept,
    scope,
    protocol: shaped.verdict.protocol,
    total: pairs.length,
    pairs: Array.from(pairs.subarray(0, limit), (pair) =>
      previewPair(workspace, shaping, values, concept, pair),
    ),
    template:
      protocolOf(shaped.verdict.protocol).template?.(shaped.verdict, workspace.concept(concept)) ?? null,
  }
}

function previewPair(
  workspace: Workspace,
  shaping: Shaping,
  values: PairValues,
  concept: string,
  pair: number,
): PreviewPair {
  const { basis, dataset, dictionary } = workspace
  const marked = (span: number) => markedResponse(basis, workspace.concept(concept), dictionary, span, 0)
  const chosen = marked(chosenSpan(pair))
  const rejected = marked(rejectedSpan(pair))
  // The export's values are indexed by pair of the analysis, its conversations by pair of the file.
  const source = { ...dataset, conversation: () => dataset.conversation(basis.index[pair]!) }
  const after = shapedPair(source, { ...values, flipped: undefined }, pair)
  const changed = (turns: readonly Turn[], before: string) => {
    const text = responseText(turns)
    return text === before ? null : text
  }
  return {
    row: basis.pairs.row[pair]!,
    prompt: basis.pairs.prompt[pair]!,
    chosen,
    rejected,
    chosenAfter: values.rewrite ? changed(after.chosen, chosen.text) : null,
    rejectedAfter: values.rewrite ? changed(after.rejected, rejected.text) : null,
    instruction: after.instruction,
    softLabel: softLabelOf(shaping, pair),
    flipped: shaping.flipped[pair] === 1,
    dropped: shaping.dropped[pair] === 1,
    spoiled: values.rewrite ? spoiled(after) : null,
  }
}

function softLabelOf({ softLabels }: Shaping, pair: number): number | null {
  const p = softLabels?.[pair] ?? NaN
  return Number.isNaN(p) ? null : p
}
