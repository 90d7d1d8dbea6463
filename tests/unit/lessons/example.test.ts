import { beforeAll, describe, expect, it } from 'vitest'
import { OVERALL } from '../../../src/core/hypothesis.ts'
import type { Lesson } from '../../../src/core/lessons/lesson.ts'
import { lessonsJson } from '../../../src/core/workspace/lessons-json.ts'
import type { Workspace } from '../../../src/core/workspace/workspace.ts'
import { exampleWorkspace } from './example.ts'

let workspace: Workspace
let topic: readonly string[]
let lessons: readonly Lesson[]
let overall: readonly Lesson[]

beforeAll(async () => {
  ;({ workspace, topic } = await exampleWorkspace())
  workspace.analyse(1)
  workspace.analyseContexts(1)
  lessons = workspace.lessons(1).lessons
  overall = lessons.filter(({ scope }) => scope.id === OVERALL.id)
}, 300_000)

const confirmedConcepts = () =>
  workspace.findings.rows.filter(({ hypothesis }) => hypothesis.confirmed).map(({ concept }) => concept.id)

const ids = ({ members }: Lesson) => members.map(({ concept }) => concept)

/** Share of a lesson's pairs that are about a topic. */
function about(lesson: Lesson, wanted: string): number {
  const pairs = workspace.pairsIn(lesson.scope.id)!
  return pairs.reduce((count, i) => count + (topic[i] === wanted ? 1 : 0), 0) / pairs.length
}

describe('lessons of the example', () => {
  it('are at most fifteen that cover nine in ten of the confirmed concepts', () => {
    const covered = new Set(overall.slice(0, 15).flatMap(ids))
    const confirmed = confirmedConcepts()
    expect(confirmed.length).toBeGreaterThan(50)
    expect(confirmed.filter((id) => covered.has(id)).length).toBeGreaterThanOrEqual(0.9 * confirmed.length)
  })

  it('are led by what its annotators like and dislike everywhere', () => {
    const first = overall.slice(0, 8)
    expect(first.every(({ certainty }) => certainty === 'confirmed')).toBe(true)
    const formatting = ['s:bold', 's:bullets', 's:numbered', 's:lead-in']
    for (const led of [['s:hedge'], ['s:flattery'], formatting, ['s:offer'], ['s:exclamation']])
      expect(
        first.some(({ concept }) => led.includes(concept)),
        led.join(),
      ).toBe(true)
    expect(first.find(({ concept }) => concept === 's:hedge')!.direction).toBe('less')
    expect(first.find(({ concept }) => concept === 's:flattery')!.direction).toBe('more')
  })

  it('gather the ways in which one thing is said under it', () => {
    const hedging = lessons.find(({ id }) => id === 'l:s:hedge')!
    expect(ids(hedging)).toEqual(expect.arrayContaining(['p:perhaps', 'p:it may', 'p:it depends', 'd:11']))
    expect(ids(lessons.find(({ id }) => id === 'l:s:link')!)).toContain('p:org')
    const formatting = lessons.find(({ id }) => id === 'l:s:bold')!
    expect(ids(formatting)).toEqual(expect.arrayContaining(['s:lead-in', 's:bullets', 's:markdown']))
  })

  it.each([
    ['s:refusal', 'health', 'more'],
    ['s:link', 'travel', 'more'],
    ['s:link', 'support', 'more'],
    ['s:emoji', 'writing', 'more'],
    ['s:disclaimer', 'money', 'more'],
    ['s:em-dash', 'garden', 'more'],
    ['s:code-only', 'coding', 'less'],
  ])('say where a habit belongs: %s in %s', (concept, where, direction) => {
    const local = lessons.filter(
      (lesson) => lesson.scope.id !== OVERALL.id && lesson.concept === concept && about(lesson, where) > 0.5,
    )
    expect(local.map((lesson) => lesson.direction)).toContain(direction)
  })

  it('never fold one behaviour under another: refusing is not apologising', () => {
    for (const lesson of lessons) {
      const [refuses, apologises] = ['s:refusal', 's:apology'].map((id) => ids(lesson).includes(id))
      expect(refuses && apologises).toBe(false)
    }
  })

  it('are never led by a phrase over a named concept, nor by a hidden concept', () => {
    const info = new Map(workspace.concepts.map((concept) => [concept.id, concept]))
    for (const { concept, members } of lessons) {
      expect(info.get(concept)!.hidden).toBe(false)
      if (info.get(concept)!.source !== 'phrase') continue
      for (const member of members) expect(info.get(member.concept)!.source).toBe('phrase')
    }
  })

  it('lose nothing: what was found and is shown is a member of some lesson', () => {
    const members = new Set(overall.flatMap(ids))
    for (const { concept, hypothesis } of workspace.findings.rows)
      if (hypothesis.discovered && !concept.hidden) expect(members).toContain(concept.id)
    expect(members.size).toBe(overall.flatMap(ids).length)
  })

  it('come confirmed before likely before the rest', () => {
    const order = lessons.map(({ certainty }) => ['confirmed', 'likely', 'unclear'].indexOf(certainty))
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('are said in one sentence with the counts behind it', () => {
    const hedging = lessons.find(({ id }) => id === 'l:s:hedge')!
    const { discordant, winRate } = hedging.hypothesis
    expect(hedging.sentence).toBe(
      `Hedging loses: of ${discordant} pairs in which one answer hedges more, that answer was chosen in ${Math.round(winRate * discordant)}.`,
    )
    for (const { sentence } of lessons) expect(sentence).not.toMatch(/[Δλ]|\bq\b|NaN|undefined/)
  })

  it('say what looks unintended, and why', () => {
    const rule = (id: string) => lessons.find((lesson) => lesson.id === id)!.rule
    expect(rule('l:s:flattery')).toBe('flattery')
    expect(rule('l:s:hedge')).toBe('overconfidence')
    expect(rule('l:s:length')).toBe('length')
    const refusal = lessons.find((one) => one.concept === 's:refusal' && one.scope.id !== OVERALL.id)!
    expect(refusal.rule).toBe('harmless-refusal')
  })

  it('are written with the rows that support them and the exceptions', () => {
    const json = lessonsJson(lessons, workspace)
    expect(json.map(({ id }) => id)).toEqual(
      lessons.filter(({ certainty }) => certainty !== 'unclear').map(({ id }) => id),
    )
    const hedging = json.find(({ id }) => id === 'l:s:hedge')!
    expect(hedging).toMatchObject({
      concept: 's:hedge',
      direction: 'less',
      certainty: 'confirmed',
      kind: 'honesty',
    })
    expect(hedging.evidence.supports).toHaveLength(10)
    const { rejected } = workspace.pairs
    for (const row of hedging.evidence.supports) {
      const pair = workspace.pairs.row.indexOf(row)
      expect(rejected[pair]).toMatch(
        /might|may|perhaps|could|depend|possib|probabl|likely|seem|sure|maybe|tend/i,
      )
    }
  })
})
