import type { Concept } from '../concepts/concept.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { detectorWording, type Wording } from '../surface/detector-phrases.ts'
import { roundedPairs } from './power.ts'
import { familyWording } from './family-phrases.ts'

/**
 * How sentences about a concept are worded. Latents, probes and families without a wording of their own are
 * quoted.
 */
export function wordingOf({ id, label, source }: Pick<Concept, 'id' | 'label' | 'source'>): Wording {
  const known =
    source === 'surface' ? detectorWording(id) : source === 'family' ? familyWording(label) : undefined
  if (known) return known
  if (source === 'phrase')
    return {
      subject: `Saying ${label}`,
      one: `says ${label} and the other does not`,
      those: `say ${label}`,
    }
  const quoted = `“${label.replaceAll('“', '‘').replaceAll('”', '’')}”`
  return { subject: quoted, one: `shows ${quoted} and the other does not`, those: `show ${quoted}` }
}

/**
 * A lesson in one sentence, with a natural frequency: how many of the pairs in which one answer has more of
 * it were decided for that answer; of single responses, how many of those that have it are good, against the
 * others.
 * @param place where it holds, as in "in prompts about health"; null overall
 */
export function lessonSentence(wording: Wording, hypothesis: Hypothesis, place: string | null): string {
  const { subject, one, those } = wording
  const { discordant, winRate, winRateWithout, n, deltaWin } = hypothesis
  const wins = Math.round(winRate * discordant)
  const plural = isPlural(subject)
  const verb = deltaWin < 0 ? (plural ? 'lose' : 'loses') : plural ? 'win' : 'wins'
  // What the counts say and what is left of it at equal length may point either way.
  const turned = (winRate - (winRateWithout ?? 0.5)) * deltaWin < 0
  const said = `${subject} ${verb}${turned ? ' at equal length' : ''}${place === null ? '' : ` ${place}`}:`
  const points = Math.max(1, Math.round(100 * Math.abs(deltaWin)))
  const tail = turned
    ? ` With length held fixed, its chance is ${points} ${points === 1 ? 'point' : 'points'} ${deltaWin < 0 ? 'lower' : 'higher'}.`
    : ''
  if (winRateWithout === undefined) {
    const pairs = discordant === 1 ? '1 pair' : `${discordant} pairs`
    return `${said} of ${pairs} in which one answer ${one}, that answer was chosen in ${wins}.${tail}`
  }
  const responses = discordant === 1 ? '1 response' : `${discordant} responses`
  const good = `${wins} ${wins === 1 ? 'is' : 'are'} good (${share(winRate)})`
  return `${said} of ${responses} that ${those}, ${good}; of the other ${n - discordant}, ${share(winRateWithout)}.${tail}`
}

/**
 * The same where there are too few pairs (responses) to tell.
 * @param more how many more would do; null where the counts are even
 */
export function unclearSentence(sentence: string, more: number | null, paired: boolean): string {
  const one = paired ? 'pairs' : 'responses'
  const need =
    more === null || more > MOST_MORE
      ? 'they are so even that no file of this kind would tell'
      : `about ${roundedPairs(more).toLocaleString('en')} more ${one} would do`
  return `Too few to tell (${need}): ${sentence[0]!.toLowerCase()}${sentence.slice(1)}`
}

/** What would take more than so many is as good as even. */
const MOST_MORE = 1_000_000

const share = (rate: number): string => `${Math.round(100 * rate)}%`

/**
 * Whether a subject takes a plural verb: "Links win", "Bold text wins", "Hedging loses", "Films, books and
 * music win".
 */
function isPlural(subject: string): boolean {
  if (SINGULAR.has(subject)) return false
  if (PLURAL.has(subject)) return true
  const [first = ''] = subject.split(' ')
  if (first.startsWith('“') || /^(A|An)$/.test(first) || /ing$/.test(first)) return false
  const head = subject.split(/ (?:of|in|for|that|with|on|drawn|led|stuck|from)\b/)[0]!
  return / and /.test(head) ? true : /[^s]s$/.test(head)
}

/** Subjects whose form misleads. */
const PLURAL: ReadonlySet<string> = new Set(['Emoji'])
const SINGULAR: ReadonlySet<string> = new Set(['Statistics', 'Physics'])
