import { expect, test } from 'vitest'
import { candidateDecisions } from '../../../src/core/shape/candidate-decisions.ts'
import { concept } from '../stats/synthetic.ts'
import { decide } from './columns.ts'

test('likely are all protocols that can suppress the concept, and to keep it, beside what is decided on others', () => {
  const other = decide('other', 'amplify')
  const lists = candidateDecisions([other], concept('style', [0]), 'overall')
  expect(lists.every(([first]) => first === other)).toBe(true)
  const own = lists.map((list) => list[1]!)
  expect(own.map(({ verdict, protocol }) => `${verdict} ${protocol}`)).toEqual([
    ...['offsets', 'drop', 'reweight', 'relabel', 'mask', 'inoculate', 'steer'].map((p) => `suppress ${p}`),
    'keep offsets',
  ])
  const measure = candidateDecisions([], concept('length', [0], true), 'overall')
  expect(measure.flat().map(({ protocol }) => protocol)).not.toContain('mask')
})

test('a verdict that there is gives its strength to the others, in its scope only', () => {
  const here = decide('style', 'suppress', 'drop', 0.4)
  const elsewhere = { ...here, scope: 'd:1' }
  for (const list of candidateDecisions([here, elsewhere], concept('style', [0]), 'overall')) {
    expect(list).toHaveLength(2)
    expect(list[0]).toBe(elsewhere)
    expect(list[1]).toMatchObject({ scope: 'overall', strength: 0.4 })
  }
})
