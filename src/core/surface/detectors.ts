import { AGREEMENT, siding } from './agreement.ts'
import { contradiction } from './contradiction.ts'
import { phraseDetectors, presence, type Detector, type PhraseSpec } from './detector.ts'
import { FORMAT } from './format.ts'
import { MANNERS } from './courtesies.ts'
import { openingPraise } from './praise.ts'
import { PUNCTUATION } from './punctuation.ts'
import { RHETORIC } from './rhetoric.ts'
import { SCRUPLES } from './disclaimers.ts'
import { SHAPE } from './text-shape.ts'
import { STANCE } from './refusal-and-hedging.ts'
import { WORDING } from './wording.ts'
import { cuttingLeads, cuttingSentences, withLeadEnds } from './rewrite.ts'
import type { TextView } from './view.ts'

const PHRASES: readonly PhraseSpec[] = [
  ...STANCE,
  ...AGREEMENT,
  ...MANNERS,
  ...SCRUPLES,
  ...RHETORIC,
  ...WORDING,
]

/** Courtesies that can be cut from a text without changing its content. */
const REMOVED_BY = new Map([
  ['s:flattery', cuttingSentences],
  ['s:offer', cuttingSentences],
  ['s:sign-off', cuttingSentences],
  ['s:disclaimer', cuttingSentences],
  ['s:apology', cuttingLeads],
  ['s:agrees', cuttingLeads],
  ['s:compliance-opener', cuttingLeads],
  ['s:greeting', cuttingLeads],
])

/** Detectors for the same meaning in free wording, tried where no set phrase matches. */
const IN_OTHER_WORDS = new Map([
  ['s:flattery', openingPraise],
  ['s:correction', contradiction],
])

function withOtherWords(phrases: Detector): Detector {
  const others = IN_OTHER_WORDS.get(phrases.id)
  if (others === undefined) return phrases
  const find = (view: TextView) => {
    const found = phrases.find(view)
    return found.length > 0 ? found : view.memo(others, others)
  }
  return presence({ ...phrases, find })
}

const ofPhrases = phraseDetectors(PHRASES).map((phrases) => {
  const detector = withOtherWords(phrases)
  const removal = REMOVED_BY.get(detector.id)
  if (removal === undefined) return detector
  const { find } = detector
  return { ...detector, rewrite: removal(find), masked: withLeadEnds(find) }
})

/** Every surface detector; a detector's position is its feature index. */
export const DETECTORS: readonly Detector[] = [
  ...FORMAT,
  ...PUNCTUATION,
  ...SHAPE,
  ...ofPhrases,
  siding(
    ofPhrases.find(({ id }) => id === 's:agrees')!,
    ofPhrases.find(({ id }) => id === 's:correction')!,
  ),
]

const BY_ID: ReadonlyMap<string, Detector> = new Map(DETECTORS.map((detector) => [detector.id, detector]))

/** @throws RangeError when there is no such detector */
export function detectorById(id: string): Detector {
  const detector = BY_ID.get(id)
  if (detector === undefined) throw new RangeError(`no surface detector ${id}`)
  return detector
}
