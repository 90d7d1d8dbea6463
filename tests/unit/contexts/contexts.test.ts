import { describe, expect, it } from 'vitest'
import { dataClusterHypotheses } from '../../../src/core/contexts/data-clusters.ts'
import type { ContextFindings, PromptContextInput } from '../../../src/core/contexts/input.ts'
import { promptClusterHypotheses } from '../../../src/core/contexts/prompt-clusters.ts'
import { WhittleError } from '../../../src/core/failure.ts'
import { permuted } from './permute.ts'
import { relabelled } from './relabel.ts'
import { topical } from './topical.ts'

const topics = 5
const planted = 90
const plain = { pairs: 600, topics, features: 100, seed: 4 } as const
const data = topical({ ...plain, habits: [{ topic: 2, feature: planted, share: 0.4 }] })
const shared = topical({ ...plain, perPrompt: 3, habits: [{ topic: 2, feature: planted, share: 0.5 }] })
const everywhere = topical({ ...plain, habits: [{ topic: null, feature: planted, share: 0.3 }] })

const scopes = [
  ['data clusters', dataClusterHypotheses],
  ['prompt clusters', promptClusterHypotheses],
] as const

const confirmed = ({ hypotheses }: ContextFindings) => hypotheses.filter((one) => one.confirmed)
const key = (one: ContextFindings['hypotheses'][number]) => `${one.concept} in ${one.scope.id}`

/** Share of a context's pairs that are about a topic. */
const share = (input: typeof data, pairs: Uint32Array, topic: number) =>
  pairs.filter((i) => input.topic[i] === topic).length / pairs.length

describe.each(scopes)('%s', (_, run) => {
  const found = run(data)

  it('give contexts that tell the topics apart, with names of their own', () => {
    expect(found.contexts.length).toBeGreaterThan(4)
    expect(new Set(found.contexts.map(({ label }) => label)).size).toBe(found.contexts.length)
    expect(new Set(found.contexts.map(({ id }) => id)).size).toBe(found.contexts.length)
    for (const { pairs, size } of found.contexts) expect(pairs).toHaveLength(size)
  })

  it('turn every sign, and nothing else, when chosen and rejected are swapped', () => {
    const turned = run(relabelled(data, () => true))
    const before = new Map(found.hypotheses.map((one) => [key(one), one]))
    expect(turned.hypotheses).toHaveLength(found.hypotheses.length)
    for (const one of turned.hypotheses) {
      const other = before.get(key(one))!
      expect(one.local!.delta).toBeCloseTo(-other.local!.delta, 8)
      expect(one.local!.z).toBeCloseTo(-other.local!.z, 8)
      expect(one.beta).toBeCloseTo(-other.beta, 6)
      expect(one.winRate).toBeCloseTo(1 - other.winRate, 8)
      expect(one.confirmed).toBe(other.confirmed)
      expect(one.q).toBeCloseTo(other.q, 8)
    }
  })

  it.each([
    ['a pair', data],
    ['several pairs', shared],
  ])('are the same in any order of the rows, with %s a prompt', (_, input) => {
    const [there, shuffled] = [run(input), run(permuted(input, 9))]
    expect(shuffled.contexts.map(({ label, size }) => [label, size])).toEqual(
      there.contexts.map(({ label, size }) => [label, size]),
    )
    const strip = ({ hypotheses }: ContextFindings) =>
      hypotheses.map(
        (one) =>
          `${key(one)} ${[one.local!.z, one.q, one.pPermutation].map((x) => x.toFixed(6)).join(' ')} ${one.confirmed}`,
      )
    expect(strip(shuffled).sort()).toEqual(strip(there).sort())
  })

  it('are the same for the same seed', () => {
    expect(run(data)).toEqual(found)
  })

  it('do not report as local what is planted everywhere', () => {
    const local = confirmed(run(everywhere)).filter(({ concept }) => concept === `d:${planted}`)
    expect(local).toEqual([])
  })

  it('report progress that never falls, and stop when it throws', () => {
    const seen: number[] = []
    run(data, (done, total) => {
      expect(total).toBe(100)
      seen.push(done)
    })
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(100)
    const cancel = () => {
      throw new WhittleError('cancelled', 'Cancelled.')
    }
    expect(() => run(data, cancel)).toThrow('Cancelled.')
    // Not only between the steps: clustering asks, too.
    expect(seen.filter((done) => done === 0).length).toBeGreaterThan(10)
  })

  it('have nothing to say of a handful of pairs', () => {
    const few = run(topical({ pairs: 30, topics: 2, features: 20, seed: 1 }))
    expect(few.hypotheses).toEqual([])
  })
})

describe('a habit planted in one topic', () => {
  const found = promptClusterHypotheses(data)

  it('is confirmed in that topic’s prompts, leaning chosen', () => {
    const local = confirmed(found).filter(({ concept }) => concept === `d:${planted}`)
    expect(local.length).toBeGreaterThan(0)
    for (const { scope, local: effect } of local) {
      const { pairs } = found.contexts.find(({ id }) => id === scope.id)!
      // Four coarse contexts cannot keep five topics apart: the topic's pairs, or all of them beside
      // another's.
      const ofTopic = data.topic.filter((topic) => topic === 2).length
      const inside = share(data, pairs, 2)
      expect(Math.max(inside, (inside * pairs.length) / ofTopic)).toBeGreaterThan(0.9)
      expect(effect!.delta).toBeGreaterThan(0)
      expect(effect!.deltaLow).toBeGreaterThan(0)
    }
  })

  it('is found from prompt features where there are no states', () => {
    const { pairs, responses, prompts, concepts, disparities, seed } = topical({
      ...plain,
      pairs: 1200,
      habits: [{ topic: 2, feature: planted, share: 0.4 }],
    })
    const stateless = { pairs, responses, prompts, concepts, disparities, seed }
    const local = confirmed(promptClusterHypotheses(stateless)).map(({ concept }) => concept)
    expect(local).toContain(`d:${planted}`)
  })

  it.each(['fraction', 'idf'] as const)('leaves themes by the %s of their features', (themeRule) => {
    const themes = promptClusterHypotheses({ ...data, themeRule }).contexts.filter(
      ({ kind }) => kind === 'prompt-theme',
    )
    expect(themes.length).toBeGreaterThan(1)
    // Topical features are six times as frequent: a theme of theirs has more of its topic than a fifth.
    const most = themes.map(({ pairs }) =>
      Math.max(...Array.from({ length: topics }, (_, t) => share(data, pairs, t))),
    )
    expect(Math.max(...most)).toBeGreaterThan(0.3)
  })
})

it('leaves out the silent twentieth of the pairs', () => {
  const { contexts } = dataClusterHypotheses(data)
  const inside = contexts.reduce((sum, { size }) => sum + size, 0)
  expect(inside).toBeGreaterThanOrEqual(570)
  expect(inside).toBeLessThan(590)
})

it('does not confirm more because every pair is there twice under its prompt', () => {
  const base: PromptContextInput = topical({ ...plain, seed: 8 })
  const twice = topical({ ...plain, pairs: 1200, perPrompt: 2, seed: 8 })
  expect(confirmed(promptClusterHypotheses(base))).toEqual([])
  expect(confirmed(promptClusterHypotheses(twice))).toEqual([])
})
