import { NOWHERE } from './detector.ts'
import type { TextView } from './view.ts'
import type { Range, Words } from './words.ts'

// Praise of the person, whatever it refers to.
const ESTEEM =
  'smart(?:er)?|wise(?:r)?|sharp(?:er)?|clever|brave(?:r)?|kind(?! of(?! you))|thoughtful|considerate|observant|perceptive|insightful|astute|savvy|shrewd|admirable|commendable|impressive|mature|resourceful|generous|courageous|heroic|brilliant|noble|gracious|conscientious|diligent|attentive|caring|gifted|talented|ingenious|inspired|sensible|prudent|selfless|compassionate|humble|tactful|dedicated|committed|disciplined|organi[sz]ed|inventive|imaginative|eloquent|articulate|self aware|bold|ambitious'
// General praise, which counts only together with what the person is, asked or did.
const GOOD =
  'great|good|excellent|lovely|wonderful|fantastic|terrific|superb|perfect|amazing|awesome|nice|fine|splendid|marvell?ous|beautiful|delightful|charming|refreshing|fun|interesting|fascinating|strong|exceptional|outstanding|stellar|impeccable|remarkable|incredible|creative|first rate'
const PRAISE = `(?:${ESTEEM}|${GOOD})`
const DEED =
  '(?:questions?|ideas?|plan|point|observation|choices?|thinking|thought|instincts?|insight|request|approach|pick|catch|decision|move|start|project|goal|topic|subject|prompt|premise|theme|impulse|attitude|habit|mindset|effort|work|job|reasoning|logic|hunch|taste|timing|detail|gesture|spirit|initiative|image|metaphor|analogy|drafts?|writing|code|argument|suspicion|theory|guess|curiosity|foresight)'
const TRAIT =
  '(?:taste|eye|ear|mind|instincts?|gift|talent|knack|flair|feel|judge?ment|courage|bravery|humility|nerve|maturity|insight|care|dignity|kindness|wisdom|initiative|ambition|dedication|perseverance|persistence|seriousness|honesty|strength|skill|sense|manners|patience|discipline|foresight|creativity|imagination|curiosity|generosity|grit|determination|character|integrity|self awareness|attitude|commitment|thoughtfulness|empathy|compassion|resilience|intelligence)'
const YOU = "(?:you|your|you've|you're|you'd|yours)"
const ADVERBS =
  '(?:(?:very|really|so|truly|clearly|obviously|quite|such|already|genuinely|rather|pretty|absolutely|certainly|just|also|incredibly|extremely|remarkably|especially|definitely|actually|always|evidently) ){0,3}'
const LEAD =
  '^(?:(?:yes|yeah|ah|oh|ha|haha|hi|hey|hello|well|wow|okay|ok|and|just|even|simply|hmm|sure|i think|/) ){0,3}'
/** From none to `most` words of the same clause. */
const some = (most: number) => `(?:[^ /]+ ){0,${most}}?`
const ONLY_LOOKS =
  '(?!(?:nothing|something|everything|anything|during|morning|evening|according|depending|including|regarding|concerning|spring|string|king|thing|assuming|speaking|seeing|interesting|amazing|exciting|building|wedding|clothing) )'
const GERUND = `${LEAD}${ONLY_LOOKS}[a-z]{2,}ing ${some(12)}`
const IS = '(?:is|was|are|were|seems|feels|sounds)'

/** Sentences of praise, as the words of the response's first sentence with a stroke between clauses. */
const RULES = [
  // The person.
  `you(?:'re| are| must be| sound| seem)(?: like)? ${ADVERBS}(?:(?:a|an|one|some) ${ADVERBS}${PRAISE}|${ESTEEM}|great|wonderful|amazing|awesome|fantastic) `,
  `you(?:'re| are)(?: absolutely| quite)? (?:right|wise|smart) to (?:ask|wonder|check|question|double check|think|be curious) `,
  `you(?:'re| are) (?:already )?[a-z]+ing ${some(8)}(?:at ${some(2)}right (?:moment|time)|the right (?:question|questions)|like a (?:pro|professional|expert)|with (?:real|such|great|true|the) ${TRAIT}) `,
  `you(?:'ve| have)(?: got)? ${ADVERBS}(?:(?:a|an|the|some) )?${some(1)}${PRAISE} ${some(2)}${TRAIT} `,
  `you(?:'ve| have)(?: got)? ${ADVERBS}(?:a|an|the) ${some(2)}(?:talent|knack|flair|eye|ear|feel) for `,
  `you(?:'ve| have)? ${ADVERBS}(?:picked|chosen|chose|asked|spotted|noticed|raised|identified) ${some(3)}(?:the (?:right|exact|key)|exactly the) `,
  `you(?:'ve| have)? ${ADVERBS}(?:picked|chosen|chose|asked|raised|made|described|explained|put) ${some(4)}(?:so (?:precisely|clearly|well|neatly)|${PRAISE} ${some(1)}${DEED}) `,
  // What they asked or did, as the subject of the sentence.
  `${GERUND}${IS} ${ADVERBS}(?:of you |(?:(?:a|an|such a|such|the|one of the|half of|exactly the) ${some(2)})?(?:${ESTEEM})(?! (?:way|ways|option|options|for) )|(?:a|an|such a|such|exactly the) ${some(1)}(?:${GOOD}) ${some(1)}${DEED}(?! (?:for|to|if|when|would|as|because) )|(?:a |an |real |pure |true |half of ){1,2}(?:good |great )?(?:strength|gift|kindness|feat|achievement) )`,
  `${GERUND}${IS} ${ADVERBS}(?:exactly |just |precisely )?(?:what|how) (?:an? |the )?(?:${PRAISE}|best) [a-z]+ `,
  `${GERUND}(?:(?:marks|sets) you (?:apart|out)|puts you ${some(2)}ahead) `,
  `${GERUND}(?:shows|means|proves) (?:that )?you(?:'re|'ve| are| have) ${ADVERBS}${some(2)}(?:${PRAISE}|${TRAIT}) `,
  `says (?:a lot|so much|something good|volumes) about you `,
  `(?:shows?|showed|reveals|demonstrates) ${ADVERBS}(?:${PRAISE}|real|true|genuine|serious|rare) ${some(1)}(?:${TRAIT}|thinking) `,
  `${GERUND}(?:takes|took) ${some(2)}(?:courage|bravery|humility|nerve|maturity|honesty|guts) `,
  `your ${some(5)}${DEED} ${some(4)}(?:is|are|was|were|shows|sounds|seems) ${ADVERBS}(?:(?:a|an) )?(?:${PRAISE}|spot on|well placed|sound) `,
  `your (?:respect|care|patience|honesty|enthusiasm|dedication|concern|interest|love) ${some(5)}(?:is|shows) ${ADVERBS}(?:${PRAISE}|well placed) `,
  // Exclamations and verdicts.
  `${LEAD}${ADVERBS}(?:${ESTEEM}) (?:of you|you for|you to|to (?:ask|check|wonder|question|think|start|plan|want)|that you|on your part) `,
  `${LEAD}${ADVERBS}${PRAISE} ${some(1)}${DEED}(?! (?:is|are|was|can|for|may|come|comes|starts?|begins?|requires?) )`,
  `${PRAISE} ${some(3)}(?:of you|on your part|on you) `,
  `(?:what|such) an? ${ADVERBS}(?:(?:${ESTEEM}) (?!(?:world|place|country|movie|film|book|song|show) )|(?:${GOOD}) ${some(1)}${DEED} |${PRAISE} ${some(3)}${YOU} )`,
  `(?:it's|it is|that's|that is|it was|how|so) ${ADVERBS}(?!interesting|fascinating)${PRAISE} (?:of you|that (?:you(?! (?:can|could|will|would|get|may) )|you're|you've)|to see you) `,
  `(?:it's|it is|that's|that is) ${ADVERBS}(?:${ESTEEM}) to (?:ask|check|wonder|question|double check)(?! (?:a|an|your|for|with|if|him|her|them|someone|people) )`,
  `(?:it's|it is|that's|that is|this is) ${ADVERBS}an? ${ADVERBS}(?:${ESTEEM}) ${some(2)}${DEED}(?! (?:to|for|if) )`,
  `(?:^|so |and |/ )(?:well done|nicely done|beautifully done|bravo|kudos|full marks|hats off|nice work|nice job|great job|good job|good work|good for you|good on you) `,
].map((rule) => new RegExp(rule.startsWith('^') ? rule : `(?<![^ ])${rule}`))

/** Words that withdraw a praise or make it hypothetical. */
const UNMEANT =
  / (?:not|no|never|nor|neither|hardly|without|less|if|unless|whether|might|could|would|should|may|can|cannot|[a-z]+n't) /

/** An opening interjection has at most this many words ("Oh wow!"). */
const INTERJECTION = 3
/** Rules look at no more than this many words: praise comes early. */
const EARLY = 40

/** Where the first sentence of a response praises the person, or what they asked, thought or did. */
export function openingPraise({ prose, words }: TextView): readonly Range[] {
  const first = wordsOfSentence(words, 0)
  const opening =
    first[1] <= INTERJECTION ? ([first, wordsOfSentence(words, 1)] as const) : ([first] as const)
  for (const [from, to] of opening) {
    if (from === to || prose[words.sentences[words.sentence[from]!]![1] - 1] === '?') continue
    const text = spelled(words, from, to)
    for (const rule of RULES) {
      const match = rule.exec(text)
      if (match === null || UNMEANT.test(` ${before(text, match.index)}${match[0]}`)) continue
      const wordsIn = (part: string) => part.split(' ').filter((word) => word !== '' && word !== '/').length
      const begin = from + wordsIn(text.slice(0, match.index))
      return [[words.start[begin]!, words.end[begin + wordsIn(match[0]) - 1]!]]
    }
  }
  return NOWHERE
}

/** Words [from, to) of a sentence, at most the first `EARLY`. */
function wordsOfSentence({ sentence }: Words, index: number): Range {
  let from = 0
  while (from < sentence.length && sentence[from]! < index) from++
  let to = from
  while (to < sentence.length && sentence[to] === index && to - from < EARLY) to++
  return [from, to]
}

/** The words with a space after each and a stroke between clauses. */
function spelled({ text, clause }: Words, from: number, to: number): string {
  let out = ''
  for (let i = from; i < to; i++) {
    if (i > from && clause[i] !== clause[i - 1]) out += '/ '
    out += `${text[i]!} `
  }
  return out
}

/** The three words before a position. */
const before = (text: string, at: number): string => text.slice(0, at).split(' ').slice(-4).join(' ')
