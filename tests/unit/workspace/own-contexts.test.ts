import { expect, it } from 'vitest'
import { ruleId } from '../../../src/core/contexts/rules.ts'
import { exampleWorkspace } from '../lessons/example.ts'

it('a person’s contexts are tested together, count when withdrawn, and are left out where they make none', async () => {
  const { workspace } = await exampleWorkspace()
  workspace.analyse(1)
  const asked = { kind: 'pattern', pattern: String.raw`\bhow\b` } as const
  const coded = { kind: 'concept', concept: 's:inline-code' } as const
  expect(() => workspace.tryRule({ kind: 'pattern', pattern: 'zebra crossing' })).toThrow(
    'a context needs 25',
  )
  expect(() => workspace.tryRule(coded)).toThrow('a context needs 25')
  // Before contexts are found there is nothing to show.
  expect(workspace.setOwnContexts([{ rule: asked }], 1)).toBeNull()
  const table = workspace.analyseContexts(1)!
  expect(table.contexts.map(({ id }) => id)).toContain(ruleId(asked))
  expect(table.contexts.map(({ id }) => id)).toContain('column:topic=health')
  const alone = table.tests.own
  expect(alone).toBeGreaterThan(0)

  const rows = workspace.pairsIn(ruleId(asked))!.slice(0, 40)
  const picked = {
    kind: 'selection',
    rows: Array.from(rows, (pair) => workspace.basis.pairs.row[pair]!),
  } as const
  const both = workspace.setOwnContexts(
    [{ rule: asked, withdrawn: true }, { rule: picked }, { rule: coded }],
    1,
  )!
  const shown = both.contexts.map(({ id }) => id)
  expect(shown).toContain(ruleId(picked))
  expect(shown).not.toContain(ruleId(asked))
  expect(shown).not.toContain(ruleId(coded))
  expect(both.tests.own).toBeGreaterThan(alone)
  expect(both.rows.some(({ hypothesis }) => hypothesis.scope.id === ruleId(asked))).toBe(false)
  // A decision in one touches its pairs only.
  const [verdict] = workspace.enactable([
    {
      concept: 's:bold',
      scope: ruleId(picked),
      verdict: 'suppress',
      strength: 1,
      protocol: 'offsets',
      note: '',
    },
  ])
  expect(workspace.impact([verdict!]).touched).toBeLessThanOrEqual(40)
}, 120_000)
