import { describe, expect, it } from 'vitest'
import type { Lesson } from '../../../src/core/lessons/lesson.ts'
import type { ConceptInfo } from '../../../src/core/concepts/concept.ts'
import { type Hypothesis, OVERALL } from '../../../src/core/hypothesis.ts'
import { answers, answerSentence } from '../../../src/views/lessons/answers.ts'
import { sectionOf, sections } from '../../../src/views/lessons/sections.ts'
import { signalShares } from '../../../src/core/hypotheses/explained-shares.ts'
import { meanings } from '../../../src/views/rows/synonyms.ts'
import type { TableRow } from '../../../src/views/rows/tableRow.ts'
import { sideWords } from '../../../src/views/shared/words.ts'

const lesson = (change: Partial<Lesson>): Lesson =>
  ({
    id: 'l',
    certainty: 'confirmed',
    unintended: null,
    scope: OVERALL,
    kind: 'style',
    ...change,
  }) as Lesson

const PLACE = { kind: 'prompt-cluster', id: 'prompt:1', label: 'travel' } as const

describe('sections of lessons', () => {
  it('show what looks unintended first, wherever it holds', () => {
    expect(sectionOf(lesson({ unintended: 'a reason', scope: PLACE }))).toBe('unintended')
  })
  it('never show an uncertain lesson among the confirmed ones', () => {
    expect(sectionOf(lesson({ certainty: 'likely', unintended: 'a reason' }))).toBe('maybe')
    expect(sectionOf(lesson({ certainty: 'unclear' }))).toBe('maybe')
  })
  it('tell style from substance, and both from what holds only in places', () => {
    expect(sectionOf(lesson({ kind: 'tone' }))).toBe('style')
    expect(sectionOf(lesson({ kind: 'safety' }))).toBe('substance')
    expect(sectionOf(lesson({ scope: PLACE }))).toBe('places')
  })
  it('keep every lesson once, in order, and leave out sections without any', () => {
    const all = [
      lesson({ id: 'a' }),
      lesson({ id: 'b', certainty: 'likely' }),
      lesson({ id: 'c' }),
      lesson({ id: 'd', kind: 'content' }),
    ]
    const parts = sections(all)
    expect(parts.map(({ id }) => id)).toEqual(['style', 'substance', 'maybe'])
    expect(parts[0]!.lessons.map(({ id }) => id)).toEqual(['a', 'c'])
    expect(parts.flatMap(({ lessons }) => lessons)).toHaveLength(all.length)
  })
})

describe('the shares of the signal', () => {
  it('add up to one and split what is above chance', () => {
    expect(signalShares({ length: 0.6, concepts: 0.7, hidden: 0.75, ceiling: 0.75 })).toEqual({
      length: expect.closeTo(0.4, 10) as number,
      named: expect.closeTo(0.4, 10) as number,
      unnamed: expect.closeTo(0.2, 10) as number,
    })
  })
  it('are never negative where concepts beat the full state, or length beats both', () => {
    expect(signalShares({ length: 0.55, concepts: 0.8, hidden: 0.7, ceiling: 0.7 })!.unnamed).toBe(0)
    expect(signalShares({ length: 0.8, concepts: 0.6, hidden: 0.6, ceiling: 0.6 })).toEqual({
      length: 1,
      named: 0,
      unnamed: 0,
    })
  })
  it('are unknown before the concepts are measured, and where nothing is above chance', () => {
    expect(signalShares({ length: 0.6, concepts: null, hidden: null, ceiling: null })).toBeNull()
    expect(signalShares({ length: 0.5, concepts: 0.5, hidden: 0.48, ceiling: 0.48 })).toBeNull()
  })
})

const row = (name: string, description: string, hypothesis: Partial<Hypothesis> = {}): TableRow => ({
  id: name,
  name,
  renamed: false,
  scopeName: 'Overall',
  verdict: null,
  concept: { id: name, label: name, description, hidden: true } as ConceptInfo,
  hypothesis: {
    confirmed: false,
    deltaWin: 0.1,
    discordant: 121,
    winRate: 0.83,
    q: 0.5,
    foldedUnder: 'Apology',
    ...hypothesis,
  } as Hypothesis,
})

describe('answers to what is typed', () => {
  const rows = [
    row('Refusal', 'Declines to do what was asked.'),
    row('Flattery', 'Praises the person.', { confirmed: true }),
    row('Links', 'Gives a link.'),
  ]
  const names = (typed: string) => answers(rows, typed).map((answer) => answer.row.name)

  it('find folded and hidden concepts by name', () => {
    expect(names('refus')).toEqual(['Refusal'])
  })
  it('find a concept by a word that means the same', () => {
    expect(names('sycophancy')).toEqual(['Flattery'])
    expect(meanings('hallucinations')).toContain('link')
  })
  it('are none for nothing typed, or for a word that no concept knows', () => {
    expect(names('  ')).toEqual([])
    expect(names('zebra')).toEqual([])
  })
  it('put a name before a description, and confirmed ones first among equals', () => {
    const more = [
      row('Other', 'About praise.'),
      row('Praise', ''),
      row('Praise again', '', { confirmed: true }),
    ]
    expect(answers(more, 'praise').map((answer) => answer.row.name)).toEqual([
      'Praise again',
      'Praise',
      'Other',
    ])
  })
  it('say how sure, how often, and where it is shown', () => {
    expect(answerSentence(rows[0]!, sideWords(null), (id) => id)).toBe(
      'Tested, no clear effect: chosen in 83% of the 121 pairs that differ in it; shown under Apology.',
    )
  })
})
