import { expect, it } from 'vitest'
import { promptContexts, testPromptContexts } from '../../../src/core/contexts/prompt-clusters.ts'
import { example } from './example.ts'

/**
 * What a person who reads a title may take it for: words by which each of the example's topics is recognised. A
 * title that has words of two topics is recognised as neither.
 */
const RECOGNISED: Readonly<Record<string, RegExp>> = {
  coding: /\b(cod(e|ing)|software|program\w*|python)\b/i,
  physics: /\b(physics|forces?|energy|nature of things)\b/i,
  health: /\b(health|medic\w*|illness|symptoms?|diseases?|body|bodies)\b/i,
  writing: /\b(writing|messages|stories|letters|poems?)\b/i,
  support: /\b(feelings|grief|relationships?|friendship|emotions?|love)\b/i,
  cooking: /\b(cooking|recipes?|food|dishes)\b/i,
  money: /\b(money|saving|budgets?|finance|investing)\b/i,
  garden: /\b(garden\w*|plants?)\b/i,
  travel: /\b(travel|places|vacations?|trips?)\b/i,
  work: /\b(work|colleagues|job|office|careers?)\b/i,
  language: /\b(language|words?|grammar)\b/i,
  history: /\b(history|past)\b/i,
  home: /\b(home|cleaning|household)\b/i,
}

it('the example’s topics are recognised by the titles of contexts that were found without the column', async () => {
  const data = await example()
  const { contexts } = testPromptContexts({ ...data, flipBits: 1 }, promptContexts(data))
  const topics = Object.keys(RECOGNISED)
  const titled = topics.map((topic) => {
    const size = data.topic.filter((own) => own === topic).length
    // The context that holds the topic best: by the F1 of its pairs.
    const [best] = contexts
      .map(({ label, pairs }) => {
        const both = pairs.filter((i) => data.topic[i] === topic).length
        return { label, f1: (2 * both) / (pairs.length + size) }
      })
      .sort((a, b) => b.f1 - a.f1)
    const meant = topics.filter((one) => RECOGNISED[one]!.test(best!.label))
    return { topic, title: best!.label, recognised: meant.length === 1 && meant[0] === topic }
  })
  const found = titled.filter(({ recognised }) => recognised).length
  expect(found, titled.map(({ topic, title }) => `${topic}: ${title}`).join('\n')).toBeGreaterThanOrEqual(9)
  for (const { label } of contexts) expect(label.split(': ')[0]!.split(/\s+/).length).toBeLessThanOrEqual(6)
  expect(new Set(contexts.map(({ label }) => label)).size).toBe(contexts.length)
  for (const { prompts } of contexts) expect(prompts).toHaveLength(3)
}, 60_000)
