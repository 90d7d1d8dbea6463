import { expect, test } from 'vitest'
import type { Verdict } from '../../../src/core/verdict.ts'
import {
  choicesFor,
  chosenArtefacts,
  tickedAtFirst,
  unavailable,
  writesTable,
} from '../../../src/views/decide/artefacts.ts'
import { longer } from '../../../src/views/decide/lengths.ts'
import { effectWords, mostStrength, strengthMeaning } from '../../../src/views/decide/verdict-copy.ts'

const PAIRS = choicesFor('pairs', null)

const verdict = (change: Partial<Verdict> = {}): Verdict => ({
  concept: 's:bold',
  scope: 'overall',
  verdict: 'suppress',
  strength: 1,
  protocol: 'offsets',
  note: '',
  ...change,
})

test('strength says when it explains a concept away, goes past that, or doubles what is there', () => {
  const meaning = (change: Partial<Verdict>, reliance: number) => strengthMeaning(verdict(change), reliance)
  expect(meaning({}, 0.6)).toBe('Strength 1 makes the data neutral about it.')
  expect(meaning({ strength: 1.5 }, 0.6)).toContain('past neutral')
  expect(meaning({ strength: 0 }, 0.6)).toBe('0 changes nothing.')
  expect(meaning({}, -0.6)).toContain('strength 1 doubles the lean')
  expect(meaning({ verdict: 'amplify' }, 0.6)).toContain('strength 1 doubles the lean')
  expect(meaning({ verdict: 'amplify' }, -0.6)).toBe('Strength 1 makes the data neutral about it.')
})

test('what edits texts has a share of the pairs for a strength, so 1 is the most', () => {
  expect(strengthMeaning(verdict({ protocol: 'mask', strength: 0.5 }), 0.6)).toBe(
    '50% of the pairs that have it.',
  )
  for (const protocol of ['mask', 'rewrite', 'inoculate'] as const) expect(mostStrength(protocol)).toBe(1)
  for (const protocol of ['offsets', 'drop', 'reweight', 'relabel'] as const)
    expect(mostStrength(protocol)).toBe(2)
})

test('each protocol says in its own word what it does to pairs', () => {
  const effect = {
    concept: 's:bold',
    scope: 'overall',
    touched: 1200,
    dropped: 7,
    lambda: 0.5,
    reliance: 0.5,
    target: 0,
    reached: true,
  }
  expect(effectWords({ ...effect, protocol: 'offsets' }, 'pairs', 'pair')).toBe('1,200 pairs')
  expect(effectWords({ ...effect, protocol: 'drop', touched: 7 }, 'pairs', 'pair')).toBe('7 dropped')
  expect(effectWords({ ...effect, protocol: 'rewrite', touched: 1 }, 'pairs', 'pair')).toBe(
    '1 pair rewritten',
  )
})

test('a mean difference of log lengths is said as a share', () => {
  expect(longer(Math.log(1.3))).toBe('+30%')
  expect(longer(Math.log(0.9))).toBe('−10%')
  expect(longer(0)).toBe('0%')
})

test('the export dialog offers all formats, and data in Parquet where that is wanted', () => {
  expect(PAIRS.Data.map(({ id }) => id)).toHaveLength(15)
  const ticked = new Set(['spec', 'input', 'kto', 'script-dpo'])
  expect(chosenArtefacts(ticked, { parquet: false, messages: false, spreadsheet: false }, [], PAIRS)).toEqual(
    [
      { kind: 'spec' },
      { kind: 'data', format: 'input' },
      { kind: 'data', format: 'kto' },
      { kind: 'script', trainer: 'dpo' },
    ],
  )
  expect(
    chosenArtefacts(ticked, { parquet: true, messages: false, spreadsheet: false }, [], PAIRS)[2],
  ).toEqual({
    kind: 'data',
    format: 'kto',
    container: 'parquet',
  })
})

test('steering vectors are offered where a decision is enacted by steering, even when they are ticked', () => {
  const steering = PAIRS.Training.find(({ id }) => id === 'steering')!
  const ticked = new Set(['steering'])
  expect(unavailable(steering, [verdict()])).toContain('No decision')
  expect(
    chosenArtefacts(ticked, { parquet: false, messages: false, spreadsheet: false }, [verdict()], PAIRS),
  ).toEqual([])
  const steered = [verdict({ protocol: 'steer' })]
  expect(unavailable(steering, steered)).toBeNull()
  expect(
    chosenArtefacts(ticked, { parquet: false, messages: false, spreadsheet: false }, steered, PAIRS),
  ).toEqual([{ kind: 'steering' }])
  expect(unavailable(steering, [verdict({ protocol: 'steer', verdict: 'keep' })])).not.toBeNull()
})

test('single responses are offered no format, script or vectors that would then be refused', () => {
  const responses = choicesFor('responses', 'kto')
  expect(responses.Data.map(({ id }) => id)).toEqual(['kto', 'input', 'axolotl-kto', 'llamafactory-kto'])
  expect(responses.Training.map(({ id }) => id)).toEqual([
    'script-kto',
    'reward-function',
    'scorer',
    'extractor',
  ])
  const offered = Object.values<readonly { id: string }[]>({ ...responses })
    .flat()
    .map(({ id }) => id)
  expect(offered).toEqual(expect.arrayContaining([...tickedAtFirst('responses', 'kto')]))
  expect(
    chosenArtefacts(
      new Set(['trl-dpo', 'script-dpo']),
      { parquet: false, messages: false, spreadsheet: false },
      [],
      responses,
    ),
  ).toEqual([])
})

test('the layout that the trainer reads comes first and is ticked, with its script', () => {
  expect(choicesFor('pairs', 'axolotl').Data[0]!.id).toBe('axolotl')
  expect(choicesFor('pairs', 'axolotl').Data).toHaveLength(PAIRS.Data.length)
  expect(tickedAtFirst('pairs', 'axolotl')).toEqual(['spec', 'report', 'card', 'axolotl'])
  expect(tickedAtFirst('pairs', 'trl-dpo')).toContain('script-dpo')
  expect(tickedAtFirst('pairs', 'own-reward')).toContain('reward-function')
  expect(tickedAtFirst('pairs', null)).toContain('input')
})

test('the apostrophe is offered where the input’s format stays CSV or TSV', () => {
  const input = { kind: 'data', format: 'input' } as const
  expect(writesTable([input], 'csv')).toBe(true)
  expect(writesTable([input], 'jsonl')).toBe(false)
  expect(writesTable([{ ...input, container: 'parquet' }], 'csv')).toBe(false)
  expect(writesTable([{ kind: 'data', format: 'trl-dpo' }], 'csv')).toBe(false)
  const options = { parquet: false, messages: false, spreadsheet: true }
  expect(chosenArtefacts(new Set(['input']), options, [], PAIRS)).toEqual([{ ...input, spreadsheet: true }])
})
