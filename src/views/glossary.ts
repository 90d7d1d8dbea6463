/** Words of the interface with their meanings, in the order in which a newcomer meets them. */
export const GLOSSARY: readonly (readonly [word: string, meaning: string])[] = [
  ['Pair', 'A prompt with two responses, one chosen and one rejected.'],
  [
    'Concept',
    'Something that a response does or has: bold text, an apology, hedging. Decisions are made on concepts.',
  ],
  [
    'Lesson',
    'Concepts that say the same thing, tested as one: what a model would learn from this file, in a sentence.',
  ],
  [
    'Confirmed',
    'Found in one half of the prompts and again in the other, and stronger than chance would show once in a hundred files.',
  ],
  ['Likely', 'Found, but not sure: about one in ten of these is chance.'],
  [
    'Looks unintended',
    'A rule says that few people would want a model to learn this. It is a suggestion, not a verdict.',
  ],
  [
    'Δwin',
    'How many points the concept adds to the chance of being chosen, at equal length. The bar is its 95% interval.',
  ],
  [
    'Pairs (column)',
    'Pairs in which one response has more of the concept than the other. Only these can tell.',
  ],
  ['Found in', 'Share of the chosen and of the rejected responses that have the concept.'],
  ['q', 'Expected share of false finds among the rows with this q or less.'],
  [
    'Fidelity',
    'How often a label was right on sentences it had not seen; twelve sentences a label, so coarse.',
  ],
  ['Context', 'A part of the data: pairs about one subject, or pairs with like responses.'],
  ['Suppress', 'The data should say less of the concept, or nothing.'],
  ['Keep', 'Hold the concept where it is while others change.'],
  ['Amplify', 'The data should say more of the concept.'],
  [
    'Reward head',
    'A small model fitted here on the pairs; the proof compares one on your data with one on the result.',
  ],
  ['Reliance', 'How much the reward head’s judgement changes when the concept is taken out.'],
]

export const HOW_TO_READ: readonly string[] = [
  'Start with the lessons: each is one sentence with the number of pairs behind it. Blue is the chosen side, orange the rejected side.',
  'Click a lesson to read its pairs on the right: those that support it, the exceptions, typical ones and random ones. Shaded places are where the concept fires.',
  'Decide on what you would not want a model to learn, and on what it should keep. The bar below shows what the decisions do to the data.',
  '“All concepts” holds everything that was tested, “In contexts” what is taught in parts of the data only.',
  'A lesson is a fact about the file. It does not say why annotators chose as they did.',
]
