import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DETECTORS, detectorById } from '../../../src/core/surface/detectors.ts'
import { TextView } from '../../../src/core/surface/view.ts'
import { EXAMPLES } from './examples.ts'
import { HOSTILE_REWRITES } from './hostile.ts'

const rewritable = DETECTORS.filter(({ rewrite }) => rewrite !== undefined)
const lines = readFileSync('public/example/preferences.jsonl', 'utf8').trim().split('\n')
const responses = lines.flatMap((line) => {
  const { chosen, rejected } = JSON.parse(line) as { chosen: string; rejected: string }
  return [chosen, rejected]
})

describe('a rewrite', () => {
  test.each(rewritable.map(({ id }) => id))('of %s removes it, once is enough, and the rest stays', (id) => {
    const { find, rewrite } = detectorById(id)
    const { yes, no } = EXAMPLES[id]!
    for (const text of [...yes, ...responses]) {
      const rewritten = rewrite!(text)
      expect(find(new TextView(rewritten)), text).toEqual([])
      expect(rewrite!(rewritten), text).toBe(rewritten)
    }
    for (const text of no) expect(rewrite!(text)).toBe(text)
  })

  test.each([
    ['s:bold', 'Use **this** and `**that**`.', 'Use this and `**that**`.'],
    ['s:italic', 'It is *very* **big**.', 'It is very **big**.'],
    ['s:heading', 'Hi\n\n## Steps\n\n# go', 'Hi\n\nSteps\n\ngo'],
    ['s:rule', 'one\n\n---\n\ntwo', 'one\n\ntwo'],
    ['s:bullets', 'Buy:\n- milk\n  - skimmed', 'Buy:\nmilk\n  skimmed'],
    ['s:numbered', '1. one\n2. two', 'one\ntwo'],
    ['s:blockquote', '> to be\n> or not', 'to be\nor not'],
    ['s:inline-code', 'Call `f()` now', 'Call f() now'],
    ['s:emoji', 'Nice 🎉 work 👍🏽!\n🚀 Go', 'Nice work!\nGo'],
    ['s:em-dash', 'It is — truly — odd—no? Wait—', 'It is, truly, odd, no? Wait'],
    ['s:exclamation', 'Great! What?! "Stop!"', 'Great. What? "Stop."'],
    ['s:ellipsis', 'Well... maybe… Yes... ', 'Well, maybe. Yes. '],
    ['s:offer', 'Boil it.\n\nLet me know if you need more.', 'Boil it.'],
    ['s:offer', '- Boil it.\n- Stir. Shall I draft a list?', '- Boil it.\n- Stir.'],
    ['s:flattery', 'What a great question! Boil it.', 'Boil it.'],
    ['s:flattery', "You're a kind host, truly. Serve soup.\n\n- Leek\n- Pea", 'Serve soup.\n\n- Leek\n- Pea'],
    ['s:flattery', 'Clever of you to ask. Bravo! You are very wise. Salt it.', 'Salt it.'],
    ['s:apology', "I'm sorry, but I can't help. Ask her.", "I can't help. Ask her."],
    ['s:apology', 'Sorry for the delay. It is here.', 'It is here.'],
    ['s:compliance-opener', 'Certainly! Here it is.', 'Here it is.'],
    ['s:compliance-opener', 'Sure, here it is.', 'Here it is.'],
    ['s:agrees', 'Yes, it is good. That is correct. Boil it.', 'It is good. Boil it.'],
    ['s:agrees', "You're right, it falls.\n\nNow", 'It falls.\n\nNow'],
    ['s:greeting', 'Hello!\n\nBoil it.', 'Boil it.'],
    ['s:sign-off', 'Boil it.\n\nGood luck!', 'Boil it.'],
  ])('of %s turns %j into %j', (id, text, expected) => {
    expect(detectorById(id).rewrite!(text)).toBe(expected)
  })

  test.each(HOSTILE_REWRITES)('of %s comes to an end on %j over and over', (id, seed) => {
    expect(typeof detectorById(id).rewrite!(seed.repeat(4000))).toBe('string')
  })

  test('leaves code alone', () => {
    const code = '```\n# heading — "wow!" **x** ...\n- a\n- b\n```'
    for (const { rewrite } of rewritable) expect(rewrite!(code)).toBe(code)
  })
})
