import type { Examples } from './examples.ts'

const LONG_TABLE = '| a | b |\n|---|---|\n| 1 | 2 |'

export const FORMAT_EXAMPLES: Examples = {
  's:bold': {
    yes: [
      'Use **seit** here.',
      '__Note well__ this.',
      '- **Fig:** a *light* frost',
      '**two *nested* words**',
    ],
    no: [
      'In Python 2**3**2 is 512.',
      'Call `f(**kwargs, **options)`.',
      'def f(**kwargs, **options)',
      '`**not bold**`',
      'Define __init__ first.',
      '****',
    ],
  },
  's:italic': {
    yes: ['It is *very* old.', '*smiles warmly*', 'Read _The Hobbit_ first.'],
    no: [
      '5 * 3 * 2 = 30',
      '* item one\n* item two',
      'set snake_case_name to 1',
      'Only **bold** here.',
      'Fill in ____ and ____.',
    ],
  },
  's:heading': {
    yes: ['# Title\ntext', 'Intro\n\n### Step 2\ntext', '  ## Indented a little'],
    no: ['#hashtag', 'We are #1 in this', '```bash\n# a comment\n```', 'C# is fine', '# '],
  },
  's:rule': {
    yes: ['one\n\n---\n\ntwo', '***', 'a\n\n_ _ _\nb'],
    no: ['a --- b', LONG_TABLE, '--', '- item', '```\n---\n```'],
  },
  's:bullets': {
    yes: ['- one\n- two', 'Buy:\n* milk\n* eggs', '• a\n• b\n• c'],
    no: [
      '- only one',
      'well-known - and cheap',
      '-5\n-6',
      '1. one\n2. two',
      '---\n\n---',
      '```\n- a\n- b\n```',
    ],
  },
  's:numbered': {
    yes: ['1. one\n2. two', '1) boil\n2) stir', '(1) first\n(2) second', '**1. One**\n\n**2. Two**'],
    no: ['1. only one', 'In 1999. And in 2000.', '3.5\n4.5', '- one\n- two', '1.5 litres\n2.5 litres'],
  },
  's:lead-in': {
    yes: ['- **A:** x\n- **B:** y', '1. **One** a\n2. **Two** b', '* **Fig**\n* **Pear**'],
    no: ['- **A:** x\n- plain', '**A** x\n**B** y', '- A: x\n- B: y'],
  },
  's:nested-list': {
    yes: ['- a\n  - b', '1. a\n   - b\n   - c', '* a\n\t* b'],
    no: ['- a\n- b', '  - a\n  - b', '- a\n  goes on\n- b'],
  },
  's:colon-list': {
    yes: ['You need:\n- milk\n- eggs', 'Steps:\n\n1. Boil', '**Buy:**\n\n* milk'],
    no: ['You need milk:\nand eggs', 'Note: this\n- item', '- a: b\n- c: d'],
  },
  's:table': {
    yes: [LONG_TABLE, 'Look:\n\na | b\n--- | ---\n1 | 2\n\ndone', '| x |\n|:---|:--:|\n| y |'],
    no: ['a | b', 'use a || b', '---', '| just | a row |', '```\n' + LONG_TABLE + '\n```'],
  },
  's:blockquote': {
    yes: ['> To be or not', 'He wrote:\n> nothing', '>no space'],
    no: ['a > b', 'x -> y', '```\n> prompt\n```', 'Open File > Save'],
  },
  's:code-block': {
    yes: ['```\nx\n```', 'Try:\n~~~js\nx\n~~~', '```python\nunclosed'],
    no: ['`x`', 'Use ``` inline', "it's '''triple'''"],
  },
  's:inline-code': {
    yes: ['Call `f()`.', 'Use ``ab`` here', 'Set `x` and `y`.'],
    no: ['```\nf()\n```', 'an unclosed ` tick', "the 'quoted' word", '``'],
  },
  's:code-only': {
    yes: ['```py\nx = 1\n```', '\n```\na\n```\n\n```\nb\n```\n', '```\nunclosed'],
    no: ['Here:\n```\nx\n```', '```\nx\n```\nDone.', '`x`'],
  },
  's:json': {
    yes: ['{"a": 1}', '```json\n[{"name": "x"}]\n```', 'Send { "id" : 3 } there'],
    no: ['{a: 1}', 'He said "yes": fine', '["a", "b"]', '{x | x > 0}'],
  },
  's:markup-tags': {
    yes: ['<b>bold</b>', 'line<br/>break', '<answer id="1">4</answer>'],
    no: ['a < b and c > d', '<3', '`<div>`', 'x <- y', '<https://example.com>'],
  },
  's:latex': {
    yes: ['so \\(x^2\\) grows', '$$a+b$$', 'where $x_1 = 2$ holds', '\\frac{1}{2}', 'let $n$ be even'],
    no: ['It costs $5 and $10.', 'C:\\(temp', 'between $20 and $30 = cheap', '$HOME/bin', 'x^2'],
  },
  's:link': {
    yes: [
      'See https://example.org/a.',
      '[here](http://x.io)',
      'at example.com/deep/path now',
      'www.test.net',
      'Visit travel.state.gov today',
    ],
    no: [
      'e.g. this',
      'node.js and file.py',
      'me@example.com',
      'the end.Then',
      '[not] (a link)',
      'version 1.2.3',
    ],
  },
  's:markdown': {
    yes: ['**b**', '# T', '- a\n- b', '`c`', '[x](y.md)'],
    no: ['plain words', '- one dash', '2 * 3 * 4', 'snake_case_name'],
  },
  's:paragraph-breaks': {
    yes: ['a\n\nb\n\nc', 'a\n \nb\n\n\nc', '- a\n\n- b\n\n- c'],
    no: ['a\n\nb', 'a\nb\nc', 'a\n\nb\n\n'],
  },
}
