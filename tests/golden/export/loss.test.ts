import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { dpoScript } from '../../../src/core/export/script/dpo.ts'
import { ktoScript } from '../../../src/core/export/script/kto.ts'
import { rewardScript } from '../../../src/core/export/script/reward.ts'
import golden from './loss.json' with { type: 'json' }

const PYTHON = process.platform === 'linux' ? '/usr/bin/python3' : 'python3'
const python = (args: readonly string[], input = '') => spawnSync(PYTHON, args, { input, encoding: 'utf8' })
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const hasPython = python(['-c', 'pass']).status === 0
const hasNumpy = python(['-c', 'import numpy']).status === 0

const SCRIPTS = {
  'train_dpo.py': dpoScript('it’s "quoted".jsonl'),
  'train_reward.py': rewardScript('x.parquet'),
  'train_kto.py': ktoScript('x.jsonl'),
}

describe.skipIf(!hasPython)('the training scripts', () => {
  test.each(Object.entries(SCRIPTS))('%s is valid Python', (_, script) => {
    const compile = 'import ast, sys; ast.parse(sys.stdin.read())'
    expect(python(['-c', compile], script)).toMatchObject({ status: 0, stderr: '' })
  })
})

describe.skipIf(!hasNumpy)('their loss', () => {
  test.each(['train_dpo.py', 'train_reward.py'] as const)(
    '%s agrees with plain NumPy arithmetic, and so does its slope',
    (name) => {
      const run = python([here('./run.py'), here('./loss.json')], SCRIPTS[name])
      expect(run.stderr).toBe('')
      const results = JSON.parse(run.stdout) as { loss: number; slope: number[] }[]
      expect(results).toHaveLength(golden.length)
      results.forEach(({ loss, slope }, i) => {
        expect(loss).toBeCloseTo(golden[i]!.loss, 10)
        slope.forEach((value, pair) => expect(value).toBeCloseTo(golden[i]!.slope[pair]!, 6))
      })
    },
  )
})

test('a positive offset takes over what the model would have to learn: the slope is flatter', () => {
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))
  for (const { scale, difference, offset, weight, slope } of golden.slice(0, 3)) {
    slope.forEach((value, i) => {
      const unshaped = (-weight[i]! * sigmoid(-scale * difference[i]!)) / slope.length
      if (offset[i]! > 0) expect(Math.abs(value)).toBeLessThan(Math.abs(unshaped))
      else expect(Math.abs(value)).toBeGreaterThan(Math.abs(unshaped))
    })
  }
})
