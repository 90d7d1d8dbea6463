import type { Hypothesis } from '../../core/hypothesis.ts'
import type { ContextInfo } from '../../protocol/data.ts'
import type { SideWords } from '../shared/words.ts'
import { count, fixed, percent, plural, probability, signed } from '../shared/format.ts'

/** The kinds of contexts, in plain words. */
export const KINDS: Readonly<Record<ContextInfo['kind'], string>> = {
  'data-cluster': 'similar responses',
  'prompt-cluster': 'one subject',
  'prompt-theme': 'a theme of prompts',
  column: 'a column of the file',
  pattern: 'your pattern',
  concept: 'a concept in the prompt',
  selection: 'your selection',
}

/** What a context contains, one sentence. */
export function kindMeaning(kind: ContextInfo['kind'], { one }: SideWords): string {
  const paired = one === 'pair'
  switch (kind) {
    case 'column':
      return `The ${one}s with this value in a column of the file.`
    case 'pattern':
      return `The ${one}s whose prompt matches your regular expression.`
    case 'concept':
      return `The ${one}s whose prompt has the concept.`
    case 'selection':
      return `The ${one}s that you picked.`
  }
  if (kind === 'prompt-theme') return 'Pairs whose prompts express a theme most; themes may overlap.'
  if (kind === 'prompt-cluster')
    return paired
      ? 'Pairs about the same subject, by their prompts and both responses, whichever was chosen (a prompt cluster).'
      : 'Responses about the same subject, by prompt and response (a prompt cluster).'
  return paired
    ? 'Pairs whose two responses, taken together, are about the same things (a data cluster).'
    : 'Responses that are about the same things (a data cluster).'
}

/** The side that a concept leans to inside its scope, where the 95% interval excludes 0. */
export function leaningInside({ ciLow, ciHigh }: Hypothesis): 'chosen' | 'rejected' | null {
  return ciLow > 0 ? 'chosen' : ciHigh < 0 ? 'rejected' : null
}

/** What was tested in a context and which effects could be detected, one sentence. */
export function detectableSentence({ tests, powered, detectable }: ContextInfo, { one }: SideWords): string {
  const single = one === 'response'
  if (tests === 0)
    return single
      ? 'Too few responses here have any concept, or too few are good or bad, so none was tested.'
      : 'Too few pairs differ in any concept here, so none was tested.'
  const tested = `${plural(tests, 'concept')} ${tests === 1 ? 'was' : 'were'} tested here.`
  if (detectable === null)
    return `${tested} With so few ${one}s, no effect of any size would have been confirmed.`
  const more = Math.ceil(detectable * 100)
  const smallest = single
    ? `the concept on ${more} more of 100 good responses than of 100 bad ones, or the reverse.`
    : `the concept on the chosen side alone in ${more} more of 100 pairs than on the rejected side alone, or the reverse.`
  return (
    `${tested} For ${count(powered)} of them some effect would have been confirmed four times in five. ` +
    `The smallest such effect: ${smallest} Weaker effects may exist without being detected.`
  )
}

/** A hypothesis inside a context against elsewhere, in words. */
export function localSentences({ local, winRateWithout, confirmed, discovered, q }: Hypothesis): string[] {
  if (!local) return []
  const { meanIn, meanOut, delta, deltaLow, deltaHigh, z, d, deltaMin } = local
  const single = winRateWithout !== undefined
  return [
    `${single ? 'The share with it among good responses minus that among bad ones' : 'Mean u'} is ${signed(meanIn, 2)} inside and ${signed(meanOut, 2)} elsewhere: ` +
      `Δ ${signed(delta, 2)} (95% interval ${signed(deltaLow, 2)} to ${signed(deltaHigh, 2)}; z ${signed(z, 1)}, d ${signed(d, 2)}).`,
    `Both halves of the ${single ? 'prompts' : 'rows'} agree in sign; the weaker half shows ${fixed(deltaMin, 2)}.`,
    confirmed
      ? 'Confirmed: beyond chance inside, different from elsewhere, and present in each half of the prompts.'
      : discovered
        ? `Likely, but not confirmed: of findings at least this strong, about ${percent(q)} are due to chance.`
        : `Not strong enough to count as a finding (q ${probability(q)}).`,
  ]
}
