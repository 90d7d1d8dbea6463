import { describe, expect, it } from 'vitest'
import { dataClusterHypotheses } from '../../../src/core/contexts/data-clusters.ts'
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
      ]),
    )
  })

  it('leans the right way where too few pairs differ to confirm anything', () => {
    const leaning = (concept: string, topic: string) =>
      prompts.hypotheses
        .filter((one) => one.concept === concept && topicOf(prompts, one.scope.id) === topic)
        .map(({ local }) => Math.sign(local!.delta))
    expect(leaning('s:disclaimer', 'money')).toEqual([1])
    expect(leaning('s:denies', 'physics')).toEqual([-1])
    expect(new Set(leaning('s:code-only', 'coding'))).toEqual(new Set([-1]))
  })

  it('shows advisers recommended in money matters among its data clusters', () => {
    expect(confirmed(responses)).toContain('+ p:adviser in money')
  })

  it('does not report as local what its annotators like everywhere', () => {
    const everywhere = [
      's:bold',
      's:flattery',
      's:closing-offer',
      's:exclamation',
      's:hedge',
      's:bulleted-list',
    ]
    for (const findings of [prompts, responses])
      for (const { concept } of findings.hypotheses.filter((one) => one.confirmed))
        expect(everywhere).not.toContain(concept)
  })
})
