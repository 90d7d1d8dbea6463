import { describe, expect, it } from 'vitest'
import { acrossContexts } from '../../../src/core/contexts/across.ts'
import { dataClusterHypotheses } from '../../../src/core/contexts/data-clusters.ts'
import { forest } from '../../../src/core/contexts/forest.ts'
import type { ContextFindings } from '../../../src/core/contexts/input.ts'
import { promptClusterHypotheses } from '../../../src/core/contexts/prompt-clusters.ts'
import { example } from './example.ts'

const data = await example()
const prompts = promptClusterHypotheses(data)
const responses = dataClusterHypotheses(data)

/** The topic that most pairs of a scope are about. */
function topicOf({ contexts }: ContextFindings, scope: string): string {
  const counts = new Map<string, number>()
  for (const i of contexts.find(({ id }) => id === scope)!.pairs)
    counts.set(data.topic[i]!, (counts.get(data.topic[i]!) ?? 0) + 1)
  return [...counts].reduce((most, own) => (own[1] > most[1] ? own : most))[0]
}

const confirmed = (findings: ContextFindings) =>
  findings.hypotheses
    .filter((one) => one.confirmed)
    .map((one) => `${one.local!.delta > 0 ? '+' : '−'} ${one.concept} in ${topicOf(findings, one.scope.id)}`)

/** How a concept is liked in a topic, by the context that holds most of it and little else. */
function across(concept: string, topic: string) {
  const lines = acrossContexts(
    data.pairs,
    data.disparities,
    data.concepts.findIndex(({ id }) => id === concept),
    prompts.contexts,
  )
  const own = (pairs: Uint32Array) => pairs.reduce((count, i) => count + (data.topic[i] === topic ? 1 : 0), 0)
  const overlap = ({ context: { pairs } }: (typeof lines)[number]) => own(pairs) ** 2 / pairs.length
  return lines.reduce((best, line) => (overlap(line) > overlap(best) ? line : best))
}

describe('the bundled example', () => {
  it('confirms habits of one topic in that topic, with their sign', () => {
    expect(confirmed(prompts)).toEqual(
      expect.arrayContaining([
        '+ s:refusal in health',
        '+ s:apology in health',
        '+ s:link in support',
        '+ d:600 in travel', // URLs and source links
        '+ s:emoji in writing',
        '+ s:em-dash in garden',
        '+ s:inline-code in coding',
        '+ s:disclaimer in money',
      ]),
    )
  })

  it('confirms most of them whatever the seed', { timeout: 60_000 }, () => {
    for (const seed of [2, 3])
      expect(confirmed(promptClusterHypotheses({ ...data, seed }))).toEqual(
        expect.arrayContaining([
          '+ s:refusal in health',
          '+ s:apology in health',
          '+ s:link in support',
          '+ s:emoji in writing',
          '+ s:em-dash in garden',
          '+ s:inline-code in coding',
          '+ s:disclaimer in money',
        ]),
      )
  })

  it('lists with their sign the habits that lean too weakly to be confirmed', () => {
    const local = (concept: string, topic: string) =>
      prompts.hypotheses.find((one) => one.concept === concept && topicOf(prompts, one.scope.id) === topic)!
    for (const liked of [local('s:siding', 'physics'), local('s:agrees', 'physics')]) {
      expect(liked.local!.deltaLow).toBeGreaterThan(0)
      expect(liked.discovered).toBe(true)
    }
    expect(local('s:siding', 'physics').q).toBeLessThan(0.05)
    for (const disliked of [local('s:correction', 'physics'), local('s:code-only', 'coding')]) {
      expect(disliked.local!.deltaHigh).toBeLessThan(0)
      expect(disliked.discovered).toBe(true)
    }
  })

  it('leads siding with the person across contexts with physics, and ends it with history', () => {
    const siding = data.concepts.findIndex(({ id }) => id === 's:siding')
    // Of a union of several topics no one topic can be said.
    const ofOne = prompts.contexts.filter(({ id, pairs }) => {
      const topic = topicOf(prompts, id)
      return pairs.filter((i) => data.topic[i] === topic).length > 0.6 * pairs.length
    })
    const lines = forest(data.pairs, data.disparities, siding, ofOne)
    const [first, last] = [lines[0]!, lines.at(-1)!]
    expect(topicOf(prompts, first.context)).toBe('physics')
    expect(first.low).toBeGreaterThan(0.5)
    expect(topicOf(prompts, last.context)).toBe('history')
    expect(last.winRate).toBeLessThan(0.25)
  })

  it('shows the opposite in history and at home', () => {
    expect(across('s:correction', 'physics').delta.high).toBeLessThan(0)
    expect(across('s:correction', 'history').delta.low).toBeGreaterThan(0)
    expect(across('s:refusal', 'health').delta.low).toBeGreaterThan(0)
    expect(across('s:refusal', 'home').delta.value).toBeLessThan(0)
    expect(across('s:refusal', 'home').winRate!.value).toBeLessThan(0.5)
  })

  it('confirms disclaimers in money matters among its data clusters', () => {
    expect(confirmed(responses)).toContain('+ s:disclaimer in money')
  })

  it('does not report as local what its annotators like everywhere', () => {
    const everywhere = [
      's:bold',
      's:bullets',
      's:numbered',
      's:flattery',
      's:offer',
      's:exclamation',
      's:hedge',
    ]
    const known = new Set(data.concepts.map(({ id }) => id))
    for (const concept of everywhere) expect(known).toContain(concept)
    for (const findings of [prompts, responses])
      for (const { concept } of findings.hypotheses.filter((one) => one.confirmed))
        expect(everywhere).not.toContain(concept)
  })
})
