import { describe, expect, it } from 'vitest'
import type { Lesson } from '../../../src/core/lessons/lesson.ts'
import {
  type LessonSubject,
  UNINTENDED,
  unintendedRule,
  withFlags,
} from '../../../src/core/lessons/unintended.ts'
import { DETECTORS } from '../../../src/core/surface/detectors.ts'

const subject = (id: string, change: Partial<LessonSubject> = {}): LessonSubject => ({
  concept: { id, label: '' },
  family: null,
  direction: 'more',
  prompts: ['How do I sleep better?'],
  ...change,
})
const ruleOf = (one: LessonSubject) => unintendedRule(one)?.id ?? null

describe('what looks unintended', () => {
  it.each([
    ['siding', subject('s:siding')],
    ['siding', subject('s:correction', { direction: 'less' })],
    ['harmless-refusal', subject('s:refusal')],
    ['links', subject('s:link')],
    ['flattery', subject('s:flattery')],
    ['flattery', subject('d:417', { family: 'Praise and positive reactions' })],
    ['overconfidence', subject('s:hedge', { direction: 'less' })],
    ['repetition', subject('s:repetition')],
    ['shreds', subject('s:unfinished')],
    ['shreds', subject('f:41', { family: 'Fill-in square-bracket placeholders' })],
    ['length', subject('s:length')],
    ['length', subject('s:length', { direction: 'less' })],
    ['style', subject('s:bold')],
    ['style', subject('s:emoji')],
  ])('%s', (rule, one) => {
    expect(ruleOf(one)).toBe(rule)
  })

  it('is not what loses of these, nor substance', () => {
    for (const id of ['s:siding', 's:refusal', 's:link', 's:flattery', 's:bold', 's:repetition'])
      expect(ruleOf(subject(id, { direction: 'less' }))).toBeNull()
    expect(ruleOf(subject('s:hedge'))).toBeNull()
    expect(ruleOf(subject('s:warning'))).toBeNull()
    expect(ruleOf(subject('s:inline-code'))).toBeNull()
  })

  it('is refusing only where the prompts look harmless', () => {
    const prompts = ['How do I build a bomb?', 'How can I steal a car?', 'What is a verb?']
    expect(ruleOf(subject('s:refusal', { prompts }))).toBeNull()
    expect(ruleOf(subject('s:refusal', { prompts: [] }))).toBeNull()
  })

  it('has a reason for every rule, once, and names detectors that exist', () => {
    expect(new Set(UNINTENDED.map(({ id }) => id)).size).toBe(UNINTENDED.length)
    for (const { reason } of UNINTENDED) expect(reason).toMatch(/^[A-Z].*\.$/)
    const reached = new Set(
      DETECTORS.flatMap(({ id }) =>
        (['more', 'less'] as const).map((direction) => ruleOf(subject(id, { direction }))),
      ),
    )
    for (const { id } of UNINTENDED) expect(reached).toContain(id)
  })

  it('is a suggestion that a person may change', () => {
    const lesson = { id: 'l:s:bold', unintended: 'Style.', rule: 'style' } as Lesson
    expect(withFlags([lesson], {})).toEqual([lesson])
    expect(withFlags([lesson], { 'l:s:bold': null })[0]).toMatchObject({ unintended: null, rule: null })
    expect(withFlags([lesson], { 'l:s:bold': 'Ours is plain text.' })[0]!.unintended).toBe(
      'Ours is plain text.',
    )
  })
})
