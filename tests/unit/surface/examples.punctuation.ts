import type { Examples } from './examples.ts'

export const PUNCTUATION_EXAMPLES: Examples = {
  's:emoji': {
    yes: ['Nice 🎉', '👩‍👩‍👧 family', '1️⃣ first', 'I ❤️ it', '🇬🇧', '✔ done'],
    no: ['© 2020', 'a → b', 'five * 5 #', '`🎉`', 'x™'],
  },
  's:emoticon': {
    yes: ['Thanks :)', 'I <3 this', 'oh :-( no', 'haha xD'],
    no: ['(see: above)', 'C:\\D', 'a:b', 'x<3y', 'ratio 3:1 (or so)'],
  },
  's:em-dash': {
    yes: ['It is — truly — odd.', 'Wait—what?', 'He left -- and returned', 'word--word'],
    no: ['a well-known fact', 'pages 5–10', 'in 1914—1918', 'run --help', 'a - b', '---'],
  },
  's:exclamation': {
    yes: ['Great!', 'What?!', '"Stop!" he said', 'It is 1999!', 'I won!!!'],
    no: ['5! = 120', 'a != b', '![image](x.png)', 'n! grows', '`!important`'],
  },
  's:question': {
    yes: ['Is it?', 'He asked "why?" twice', '(really?)', '是吗？'],
    no: ['http://x.com/?q=1', 'a?.b', 'No questions.'],
  },
  's:ends-question': {
    yes: ['Fine. Shall I?', 'Do you? 😊', 'He said "why?"'],
    no: ['Why? Because.', 'No.', 'See x.com/?q=a'],
  },
  's:ellipsis': {
    yes: ['Well... maybe', 'and so on…', 'wait...what', '"Hm..." he said'],
    no: ['He [...] left', '1..10', 'f(...args)', 'The end.', '../path'],
  },
  's:semicolon': {
    yes: ['It rains; stay in.', 'red, big; blue, small', 'He "left"; I stayed'],
    no: ['a &amp; b', 'x = 1;\ny = 2;', '`a; b`', ';)'],
  },
  's:parenthetical': {
    yes: ['It (mostly) works.', '(Not today.)', 'the cat (a tabby, old) slept'],
    no: ['f(value)', '(1)', 'a) first', '[x](link.html)', '`(code here)`'],
  },
  's:quotation': {
    yes: ['He said "no".', '“Yes,” she said', 'the «mot juste» here', 'use "x," then go'],
    no: ['a 12" screen', "it's 'single'", '5\'10" tall', '"unclosed', '`"code"`'],
  },
  's:all-caps': {
    yes: ['Do NOT mix.', 'This is IMPORTANT.', 'READ THE MANUAL', 'you must NEVER'],
    no: ['NASA and UNESCO', 'the HTTP API', 'I am A', 'Not', 'USA, UK'],
  },
  's:numerals': {
    yes: ['I have 3 cats.', '5 apples', 'about 1,000.50', '1. Take 2 eggs'],
    no: ['three cats', '1. one\n2. two', 'COVID19', '`x = 3`', '/v2/'],
  },
  's:money': {
    yes: ['costs $5', '20 dollars', '£1,000', '300 EUR'],
    no: ['5 apples', '$HOME', 'a dollar', '10 centimetres'],
  },
  's:percent': {
    yes: ['50%', '3.5 percent', '10 per cent off'],
    no: ['percent', '%d', '50 people', 'x % y'],
  },
  's:dates': {
    yes: ['on March 12', 'in 1999', '2020-03-12', '4 July', 'by 12/03/2020', 'the late 1970s'],
    no: ['in 30 minutes', 'you may 5', '1000 words', 'of 1500 people', 'version 2020.1'],
  },
  's:other-script': {
    yes: ['привет', '你好', 'the word λόγος', 'مرحبا'],
    no: ['naïve café', 'μ = 3', 'π', 'Łódź', '→ ✓'],
  },
}
