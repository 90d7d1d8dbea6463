import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CERTAIN, detect } from '../../../src/core/parse/detect.ts'
import { PAIR_LAYOUTS } from '../../../src/core/parse/pair-layouts.ts'
import { readRows } from '../../../src/core/parse/read.ts'
import { fixture, jsonl, open } from './helpers.ts'

const file = (id: string) => (id === 'lmarena-55k' ? 'lmarena-55k.csv' : `${id}.jsonl`)
const folder = new URL('../../fixtures/parse/', import.meta.url)
/** Layouts that have a file of the same three rows; the others have one among the cases. */
const FORMATS = PAIR_LAYOUTS.filter(({ id }) => existsSync(new URL(file(id), folder)))
/** Those with a label; LMArena 55k has two flags. */
const judged = [
  'lmarena',
  'lmarena-55k',
  'wimhf',
  'llmbar',
  'alpaca-eval',
  'pandalm',
  'helpsteer3',
  'helpsteer2',
]

describe('formats', () => {
  for (const { id } of FORMATS) {
    it(`reads ${id} to the same two pairs as every other layout`, async () => {
      const { parsed, detection } = await open(fixture(file(id)), file(id))
      expect(detection.id).toBe(id)
      const { pairs } = parsed
      expect([pairs.prompt[0], pairs.chosen[0], pairs.rejected[0]]).toEqual([
        'What colour is the sky?',
        'It is blue.',
        'It is green.',
      ])
      expect([pairs.prompt[1], pairs.chosen[1], pairs.rejected[1]]).toEqual([
        'How much is two and two?',
        'Four.',
        'Five.',
      ])
    })

    it(`gives ${id} back as messages`, async () => {
      const { parsed } = await open(fixture(file(id)), file(id))
      const { prompt, chosen, rejected } = parsed.conversation(1)
      expect(prompt.map((turn) => [turn.role, turn.content.trim()])).toEqual([
        ['user', 'How much is two and two?'],
      ])
      expect(chosen.map((turn) => [turn.role, turn.content.trim()])).toEqual([['assistant', 'Four.']])
      expect(rejected.map((turn) => [turn.role, turn.content.trim()])).toEqual([['assistant', 'Five.']])
    })
  }

  it('opens every format without asking, except text whose prompt can only be guessed at', async () => {
    for (const { id } of FORMATS) {
      const { certainty } = detect(await readRows(file(id), fixture(file(id))))
      expect([id, certainty >= CERTAIN]).toEqual([id, id !== 'trl-text-implicit'])
    }
  })

  it('says which rows have their responses the other way round', async () => {
    for (const { id } of FORMATS) {
      const { parsed } = await open(fixture(file(id)), file(id))
      expect([id, parsed.swapped(0), parsed.swapped(1)]).toEqual([id, false, judged.includes(id)])
    }
  })

  it('reports ties as bad rows', async () => {
    for (const id of ['lmarena', 'lmarena-55k', 'alpaca-eval', 'pandalm', 'helpsteer3']) {
      const { parsed } = await open(fixture(file(id)), file(id))
      expect(parsed.bad).toEqual([
        { row: 3, reason: 'the label says that neither response is better (a tie)' },
      ])
    }
  })

  it('names the speakers of a conversation of several turns', async () => {
    const several =
      'User: What colour is the sky?\n\nAssistant: It is blue.\n\nUser: How much is two and two?'
    for (const id of ['hh', 'trl-messages', 'trl-messages-implicit', 'helpsteer2']) {
      const { parsed } = await open(fixture(file(id)))
      expect([id, parsed.pairs.prompt[2]]).toEqual([id, several])
    }
  })

  it('keeps system prompts', async () => {
    const prompt = async (id: string) => (await open(fixture(file(id)))).parsed.pairs.prompt[2]
    expect(await prompt('axolotl-intel')).toBe('System: Be brief.\n\nUser: How much is two and two?')
    expect(await prompt('llamafactory-sharegpt')).toMatch(/^System: Be brief\.\n\nUser: What colour/)
  })

  it('reads Alpaca’s input and history into the prompt', async () => {
    const { parsed } = await open(fixture('llamafactory-alpaca.jsonl'))
    expect(parsed.conversation(2).prompt.map((turn) => turn.content)).toEqual([
      'Be brief.',
      'What colour is the sky?',
      'It is blue.',
      'Answer in a word.\nHow much is two and two?',
    ])
  })

  it('reads prompts and responses of different kinds: text with messages, messages with text', async () => {
    const { parsed, detection } = await open(fixture('trl-messages-prompt-text.jsonl'))
    expect(detection.id).toBe('trl-messages')
    expect(parsed.pairs.prompt[1]).toBe('How much is two and two?')
    const prompt = [{ role: 'user', content: 'p' }]
    const text = await open(jsonl({ prompt, chosen: 'a', rejected: 'b' }))
    expect(text.detection.id).toBe('trl-text')
    expect(text.parsed.pairs.prompt).toEqual(['p'])
  })

  it('groups pairs by prompt', async () => {
    const { parsed } = await open(
      jsonl(
        { prompt: 'p', chosen: 'a', rejected: 'b' },
        { prompt: 'q', chosen: 'a', rejected: 'b' },
        { prompt: 'p', chosen: 'c', rejected: 'd' },
      ),
    )
    expect([...parsed.pairs.group]).toEqual([0, 1, 0])
  })

  it('asks which ratings on a scale are good', async () => {
    const { detection, parsed } = await open(fixture('unpaired-helpsteer.jsonl'))
    expect(detection).toMatchObject({
      mapping: { kind: 'judged', prompt: 'prompt', response: 'response', label: 'helpfulness', good: ['4'] },
    })
    expect(detection.certainty).toBeLessThan(CERTAIN)
    // The middle of the scale is neither.
    expect(parsed.pairs).toMatchObject({ chosen: ['It is blue.', ''], rejected: ['', 'Sky.'] })
    expect(parsed.bad).toHaveLength(1)
  })

  it('is less sure the fewer rows fit', async () => {
    const good = { prompt: 'p', chosen: 'a', rejected: 'b' }
    const rows = [good, good, good, { prompt: 'p', chosen: 7, rejected: 'b' }]
    const { detection } = await open(jsonl(...rows))
    expect(detection.id).toBe('trl-text')
    expect(detection.certainty).toBeCloseTo(0.75 * 0.98, 10)
    expect(detection.because).toBe(
      'It is not certain how the columns “prompt”, “chosen” and “rejected” are to be read. The columns are those of TRL preference, text, explicit prompt, and 3 of the 4 rows looked at can be read so.',
    )
  })
})
