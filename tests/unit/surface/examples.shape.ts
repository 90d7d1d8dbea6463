import type { Examples } from './examples.ts'

const REPEATED = 'You can try this at home. It is easy. You can try this at home.'

export const SHAPE_EXAMPLES: Examples = {
  's:very-short': {
    yes: ['Yes.', 'It is blue.', '好的'],
    no: [
      'This answer has a good deal more than ten words in it.',
      '',
      'one two three four five six seven eight nine ten',
    ],
  },
  's:repetition': {
    yes: [
      REPEATED,
      '- Add the flour slowly\n- Stir\n- Add the flour slowly',
      'I do not know that.\nI do not know that.',
    ],
    no: [
      'Yes. Yes. Yes.',
      'You can try this. You can try that.',
      'Try this. Try this.',
      '```\nx = 1 + 2 + 3\nx = 1 + 2 + 3\n```',
    ],
  },
  's:unfinished': {
    yes: [
      'First boil the',
      'You will need:',
      'I like apples, pears,',
      'Try:\n```js\nfoo(',
      'It was the best day that I had ever known in',
    ],
    no: [
      'Done.',
      '- milk\n- eggs',
      'Yes',
      '```js\nfoo()\n```',
      'See https://example.org/a/b/c/d',
      '“It ends here.”',
      'Bye! 🎉',
      '好的。',
    ],
  },
  's:restates': {
    prompt: 'Hello.\n\nWhat is the best time to visit the Pacific coast highway?',
    yes: [
      'The best time to visit the Pacific coast highway is May.',
      'To visit the Pacific coast highway at the best time, go in May. Pack light.',
      'You asked what the best time to visit the Pacific coast is. May.',
    ],
    no: [
      'May.',
      'Go in May, when the road is open.',
      'The road is long. The best time to visit the Pacific coast highway is May.',
    ],
  },
}
