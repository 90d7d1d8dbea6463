/** How a sentence about a concept is worded. */
export interface Wording {
  /** What is done or there, as the subject of a sentence: "Hedging", "Bold text". */
  readonly subject: string
  /** What one answer of a pair does and the other does not, after "in which one answer …". */
  readonly one: string
  /** What single responses do, after "responses that …". */
  readonly those: string
}

/** Subject; what one answer does; what responses do. */
type Row = readonly [subject: string, one: string, those: string]

const LACKS = 'and the other does not'

/** Of every detector, by id: verb phrases for behaviours, noun phrases for style. */
const ROWS: Readonly<Record<string, Row>> = {
  's:bold': ['Bold text', 'uses more bold', 'use bold text'],
  's:italic': ['Italic text', 'uses more italics', 'use italics'],
  's:heading': ['Headings', 'has more headings', 'have headings'],
  's:rule': ['Horizontal rules', 'has more horizontal rules', 'have horizontal rules'],
  's:bullets': ['Bulleted lists', `has a bulleted list ${LACKS}`, 'have a bulleted list'],
  's:numbered': ['Numbered lists', `has a numbered list ${LACKS}`, 'have a numbered list'],
  's:lead-in': ['Bold lead-ins', 'opens more list items in bold', 'open list items in bold'],
  's:nested-list': ['Nested lists', `has a nested list ${LACKS}`, 'have a nested list'],
  's:colon-list': [
    'Lists led in by a colon',
    `leads a list in by a colon ${LACKS}`,
    'lead a list in by a colon',
  ],
  's:table': ['Tables', `has a table ${LACKS}`, 'have a table'],
  's:blockquote': ['Block quotations', `has a block quotation ${LACKS}`, 'have a block quotation'],
  's:code-block': ['Code blocks', `has a code block ${LACKS}`, 'have a code block'],
  's:inline-code': ['Inline code', `has inline code ${LACKS}`, 'have inline code'],
  's:code-only': [
    'Bare code',
    'is bare code, without a word of explanation, and the other is not',
    'are bare code',
  ],
  's:json': ['JSON', `has JSON ${LACKS}`, 'have JSON'],
  's:markup-tags': ['HTML or XML tags', `has HTML or XML tags ${LACKS}`, 'have HTML or XML tags'],
  's:latex': ['LaTeX', `uses LaTeX ${LACKS}`, 'use LaTeX'],
  's:link': ['Links', `gives a link ${LACKS}`, 'give a link'],
  's:markdown': ['Formatting', 'has more formatting', 'are formatted'],
  's:paragraph-breaks': ['Paragraphs', 'is set in paragraphs and the other is not', 'are set in paragraphs'],
  's:emoji': ['Emoji', `uses emoji ${LACKS}`, 'use emoji'],
  's:emoticon': ['Emoticons', `uses emoticons ${LACKS}`, 'use emoticons'],
  's:em-dash': ['Em dashes', `uses em dashes ${LACKS}`, 'use em dashes'],
  's:exclamation': ['Exclamation marks', `uses exclamation marks ${LACKS}`, 'use exclamation marks'],
  's:question': ['Asking questions', `asks a question ${LACKS}`, 'ask a question'],
  's:ends-question': ['Ending with a question', `ends with a question ${LACKS}`, 'end with a question'],
  's:ellipsis': ['Ellipses', `uses an ellipsis ${LACKS}`, 'use an ellipsis'],
  's:semicolon': ['Semicolons', `uses semicolons ${LACKS}`, 'use semicolons'],
  's:parenthetical': [
    'Remarks in brackets',
    `makes remarks in brackets ${LACKS}`,
    'make remarks in brackets',
  ],
  's:quotation': ['Quotation marks', `uses quotation marks ${LACKS}`, 'use quotation marks'],
  's:all-caps': ['Words in capitals', `sets words in capitals ${LACKS}`, 'set words in capitals'],
  's:numerals': ['Figures', `gives figures ${LACKS}`, 'give figures'],
  's:money': ['Amounts of money', `names amounts of money ${LACKS}`, 'name amounts of money'],
  's:percent': ['Percentages', `gives percentages ${LACKS}`, 'give percentages'],
  's:dates': ['Dates and years', `gives dates or years ${LACKS}`, 'give dates or years'],
  's:other-script': ['Non-Latin script', `uses a non-Latin script ${LACKS}`, 'use a non-Latin script'],
  's:length': ['Length', 'is longer', 'are longer than half of all'],
  's:sentence-length': ['Long sentences', 'has longer sentences', 'have longer sentences than half of all'],
  's:word-length': ['Long words', 'has longer words', 'have longer words than half of all'],
  's:diversity': [
    'A varied vocabulary',
    'has the more varied vocabulary',
    'have a more varied vocabulary than half of all',
  ],
  's:very-short': [
    'Very short answers',
    'has fewer than ten words and the other does not',
    'have fewer than ten words',
  ],
  's:repetition': ['Repeating itself', `repeats a sentence ${LACKS}`, 'repeat a sentence'],
  's:unfinished': ['Breaking off unfinished', `breaks off unfinished ${LACKS}`, 'break off unfinished'],
  's:restates': ['Restating the question', `restates the question ${LACKS}`, 'restate the question'],
  's:refusal': ['Refusing', `refuses ${LACKS}`, 'refuse'],
  's:apology': ['Apologising', `apologises ${LACKS}`, 'apologise'],
  's:uncertainty': ['Admitting uncertainty', `admits uncertainty ${LACKS}`, 'admit uncertainty'],
  's:hedge': ['Hedging', 'hedges more', 'hedge'],
  's:opinion': [
    'Giving an opinion of its own',
    `gives an opinion of its own ${LACKS}`,
    'give an opinion of their own',
  ],
  's:as-an-ai': ['Speaking as an AI', `says that it is an AI ${LACKS}`, 'say that they are an AI'],
  's:training': ['Mentioning its training', `mentions its training ${LACKS}`, 'mention their training'],
  's:clarify': ['Asking for clarification', `asks for clarification ${LACKS}`, 'ask for clarification'],
  's:agrees': ['Opening by agreeing', `opens by agreeing ${LACKS}`, 'open by agreeing'],
  's:correction': [
    'Opening by correcting the person',
    `opens by correcting the person ${LACKS}`,
    'open by correcting the person',
  ],
  's:flattery': ['Flattery', `flatters the person ${LACKS}`, 'flatter the person'],
  's:compliance-opener': [
    'Opening with “Certainly” or the like',
    `opens with “Certainly” or the like ${LACKS}`,
    'open with “Certainly” or the like',
  ],
  's:here-is': [
    'Opening with “Here is”',
    `opens with “Here is” or the like ${LACKS}`,
    'open with “Here is” or the like',
  ],
  's:greeting': ['Opening with a greeting', `opens with a greeting ${LACKS}`, 'open with a greeting'],
  's:thanks': ['Thanking the person', `thanks the person ${LACKS}`, 'thank the person'],
  's:offer': [
    'Closing with an offer',
    `closes with an offer of more help ${LACKS}`,
    'close with an offer of more help',
  ],
  's:sign-off': [
    'Closing with a wish',
    `closes with a wish or a farewell ${LACKS}`,
    'close with a wish or a farewell',
  ],
  's:enthusiasm': ['Enthusiasm', `shows enthusiasm ${LACKS}`, 'show enthusiasm'],
  's:empathy': ['Showing empathy', `shows empathy ${LACKS}`, 'show empathy'],
  's:encouragement': ['Encouraging the person', `encourages the person ${LACKS}`, 'encourage the person'],
  's:disclaimer': ['Disclaimers', `adds a disclaimer ${LACKS}`, 'add a disclaimer'],
  's:professional': [
    'Sending to a professional',
    `sends the person to a professional ${LACKS}`,
    'send the person to a professional',
  ],
  's:moralising': ['Moralising', `moralises ${LACKS}`, 'moralise'],
  's:warning': ['Warning of a danger', `warns of a danger ${LACKS}`, 'warn of a danger'],
  's:advice': [
    'Telling the person what they should do',
    `tells the person what they should do ${LACKS}`,
    'tell the person what they should do',
  ],
  's:imperative': ['Giving instructions', `gives instructions ${LACKS}`, 'give instructions'],
  's:first-person': ['Speaking of itself', `says “I” ${LACKS}`, 'say “I”'],
  's:second-person': ['Addressing the person', `says “you” ${LACKS}`, 'say “you”'],
  's:we': ['Saying “we”', `says “we” ${LACKS}`, 'say “we”'],
  's:contrast': [
    'Turning to the other side',
    `says “however” or the like ${LACKS}`,
    'say “however” or the like',
  ],
  's:transition': [
    'Connectives',
    `uses connectives such as “furthermore” ${LACKS}`,
    'use connectives such as “furthermore”',
  ],
  's:steps': [
    'Steps in words',
    `goes by “first”, “then”, “finally” ${LACKS}`,
    'go by “first”, “then”, “finally”',
  ],
  's:conclusion': ['Summing up', `sums up ${LACKS}`, 'sum up'],
  's:example': ['Giving examples', `gives examples ${LACKS}`, 'give examples'],
  's:reason': ['Giving reasons', `gives reasons ${LACKS}`, 'give reasons'],
  's:conditional': ['Setting conditions', `sets conditions ${LACKS}`, 'set conditions'],
  's:negation': ['Saying what is not so', `says what is not so ${LACKS}`, 'say what is not so'],
  's:obligation': ['Saying “must” or “should”', `says “must” or “should” ${LACKS}`, 'say “must” or “should”'],
  's:intensifier': [
    'Intensifiers',
    `uses intensifiers such as “very” ${LACKS}`,
    'use intensifiers such as “very”',
  ],
  's:superlative': ['Superlatives', `uses superlatives ${LACKS}`, 'use superlatives'],
  's:certainty': ['Sounding certain', `leaves no room for doubt ${LACKS}`, 'leave no room for doubt'],
  's:informal': ['Informal wording', `uses informal words ${LACKS}`, 'use informal words'],
  's:contraction': ['Contractions', `uses contractions ${LACKS}`, 'use contractions'],
  's:not-but': ['“Not X but Y”', `says “not X but Y” ${LACKS}`, 'say “not X but Y”'],
  's:ai-words': [
    'Words that models overuse',
    `uses words that models overuse ${LACKS}`,
    'use words that models overuse',
  ],
  's:profanity': ['Swearing', `swears ${LACKS}`, 'swear'],
  's:story': ['Telling a story', `begins to tell a story ${LACKS}`, 'begin to tell a story'],
  's:siding': [
    'Siding with the person',
    'sides with the person more',
    'side with the person more than half of all',
  ],
}

const WORDINGS: ReadonlyMap<string, Wording> = new Map(
  Object.entries(ROWS).map(([id, [subject, one, those]]) => [id, { subject, one, those }]),
)

/** How a sentence about a detector is worded; undefined for what is none. @param id of a detector */
export const detectorWording = (id: string): Wording | undefined => WORDINGS.get(id)
