import { expect, test } from 'vitest'
import { fileStem } from '../../../src/core/export/names.ts'

test.each([
  ['pairs.jsonl', 'pairs'],
  ['pairs.v2.jsonl.gz', 'pairs.v2'],
  ['C:\\data\\my pairs.csv', 'my pairs'],
  ['../../etc/passwd.json', 'passwd'],
  ['naïve-데이터.parquet', 'naïve-데이터'],
  ['a"b;$(c)\n.tsv', 'a_b___c__'],
  ['...jsonl', 'dataset'],
  ['', 'dataset'],
  ['..', 'dataset'],
])('%j begins file names as %j', (name, stem) => {
  expect(fileStem(name)).toBe(stem)
})

test('a very long name is cut without cutting a character in two', () => {
  expect(fileStem('😀'.repeat(300)).length).toBeLessThanOrEqual(100)
  expect(fileStem(`${'x'.repeat(99)}𝔸𝔸.json`)).toBe('x'.repeat(99))
})
