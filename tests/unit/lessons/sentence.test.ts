import { describe, expect, it } from 'vitest'
import type { Hypothesis } from '../../../src/core/hypothesis.ts'
import { lessonSentence, unclearSentence, wordingOf } from '../../../src/core/lessons/sentence.ts'
import { detectorWording } from '../../../src/core/surface/detector-phrases.ts'
import { DETECTORS } from '../../../src/core/surface/detectors.ts'
import { familyWording } from '../../../src/core/lessons/family-phrases.ts'
import { bundledDictionary } from '../../../src/encoder/node.ts'

const tested = (change: Partial<Hypothesis>) =>
  ({ n: 650, discordant: 249, winRate: 41 / 249, deltaWin: -0.29, ...change }) as Hypothesis
const surface = (id: string) => wordingOf({ id, label: '', source: 'surface' })

describe('a lesson’s sentence', () => {
  it('says what wins or loses, with a natural frequency', () => {
    expect(lessonSentence(surface('s:hedge'), tested({}), null)).toBe(
      'Hedging loses: of 249 pairs in which one answer hedges more, that answer was chosen in 41.',
    )
    const links = tested({ discordant: 18, winRate: 17 / 18, deltaWin: 0.4 })
    expect(lessonSentence(surface('s:link'), links, 'in prompts about “grief”')).toBe(
      'Links win in prompts about “grief”: of 18 pairs in which one answer gives a link and the other does not, that answer was chosen in 17.',
    )
  })

  it('speaks of good and bad responses where they are judged one by one', () => {
    const judged = tested({
      n: 300,
      discordant: 110,
      winRate: 42 / 110,
      winRateWithout: 0.57,
      deltaWin: -0.2,
    })
    expect(lessonSentence(surface('s:refusal'), judged, null)).toBe(
      'Refusing loses: of 110 responses that refuse, 42 are good (38%); of the other 190, 57%.',
    )
  })

  it('says so where the counts and the effect at equal length point different ways', () => {
    const turned = tested({ discordant: 680, winRate: 298 / 680, deltaWin: 0.06 })
    expect(lessonSentence(surface('s:diversity'), turned, null)).toBe(
      'A varied vocabulary wins at equal length: of 680 pairs in which one answer has the more varied vocabulary, that answer was chosen in 298. With length held fixed, its chance is 6 points higher.',
    )
  })

  it('says how many more pairs would tell', () => {
    expect(unclearSentence('Hedging loses: of 20 pairs.', 1234, true)).toBe(
      'Too few to tell (about 1,300 more pairs would do): hedging loses: of 20 pairs.',
    )
    expect(unclearSentence('Hedging loses.', null, false)).toContain('even')
  })
})

describe('wordings', () => {
  it('are there for every detector and every family, and none is left over', async () => {
    for (const { id } of DETECTORS) expect(detectorWording(id), id).toBeDefined()
    const { families } = await bundledDictionary()
    for (const { label } of families) expect(familyWording(label), label).toBeDefined()
  })

  it('read as parts of a sentence', async () => {
    const { families } = await bundledDictionary()
    const all = [
      ...DETECTORS.map(({ id }) => detectorWording(id)!),
      ...families.map(({ label }) => familyWording(label)!),
    ]
    for (const { subject, one, those } of all) {
      expect(subject).toMatch(/^[A-Z“]/)
      // One answer: third person; responses: plural.
      expect(one, one).toMatch(/^(?:is|has|[a-z]+s) /)
      expect(those, those).toMatch(/^(?:are|have|[a-z]+)\b/)
      expect(those, those).not.toMatch(/^(?:is|has)\b/)
    }
  })

  it('quote the labels of latents', () => {
    expect(wordingOf({ id: 'd:11', label: 'Says the answer depends', source: 'dictionary' }).subject).toBe(
      '“Says the answer depends”',
    )
  })
})
