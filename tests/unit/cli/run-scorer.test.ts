import { afterEach, describe, expect, it, vi } from 'vitest'
import { runScorer } from '../../../src/cli/run-scorer.ts'
import { specText } from '../../../src/core/export/spec.ts'
import type { Verdict } from '../../../src/core/verdict.ts'
import { specOf } from '../export/world.ts'
import { decide } from '../shape/columns.ts'
import { file, folder } from './command.ts'

afterEach(() => vi.restoreAllMocks())

const load = vi.fn(() => Promise.reject(new Error('no encoder is needed')))
const options = { in: '-', skipContexts: false, exitWithStdin: false }
function loaded(verdicts: readonly Verdict[] = [decide('s:bold', 'suppress')]) {
  const spec = specOf(verdicts, 'Bold')
  return { spec, text: specText(spec) }
}

/** Scores a file. @returns what it writes, line by line, and what it says */
async function scored(lines: readonly string[], verdicts?: readonly Verdict[]) {
  const written: string[] = []
  const said: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text, done?: unknown) => {
    written.push(String(text))
    if (typeof done === 'function') (done as () => void)()
    return true
  })
  const error = vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text))
  const path = file('texts.jsonl', lines.join('\n'))
  const failure = await runScorer(loaded(verdicts), load, { ...options, in: path }).then(
    () => null,
    (error: Error) => error.message,
  )
  write.mockRestore()
  error.mockRestore()
  const out = written.join('').trim().split('\n').filter(Boolean)
  return { out: out.map((line) => JSON.parse(line) as Record<string, unknown>), said, failure }
}

const text = (completion: string) => JSON.stringify({ prompt: 'Why?', completion })

describe('scoring a file', () => {
  it('takes from bold responses what the spec says, loads no encoder for detectors, and counts', async () => {
    const { out, said, failure } = await scored([text('It is **so**.'), text('It is so.')])
    expect(failure).toBeNull()
    const [bold, plain] = out.map((line) => line['shaped'] as number)
    expect(bold).toBeLessThan(plain!)
    expect(said[0]).toMatch(/^2 scored in [\d.]+ s \(\d+ a second\)$/)
    expect(load).not.toHaveBeenCalled()
  })

  it('says how many lines were not scored, and scores the others', async () => {
    const { out, failure } = await scored([text('It is so.'), 'no json', text('Yes.')])
    expect(failure).toBe('1 of 3 lines were not scored.')
    expect(out).toHaveLength(3)
  })

  it.each([
    ['nowhere.jsonl', /nowhere\.jsonl does not exist\.$/],
    ['texts.jsonl/below', /cannot be read\.$/],
  ])('of %s is refused in a sentence', async (name, sentence) => {
    file('texts.jsonl', '')
    const input = { ...options, in: `${folder}/${name}` }
    await expect(runScorer(loaded(), load, input)).rejects.toThrow(sentence)
  })
})

it('decisions inside contexts are refused before anything is loaded', async () => {
  const { spec, text } = loaded()
  const inside = { ...spec, concepts: spec.concepts.map((one) => ({ ...one, scope: 'prompt:1' })) }
  await expect(runScorer({ spec: inside, text }, load, options)).rejects.toMatchObject({
    code: 'bad-spec',
  })
  expect(load).not.toHaveBeenCalled()
})
