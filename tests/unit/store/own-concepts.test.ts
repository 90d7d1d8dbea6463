import { afterEach, describe, expect, it, vi } from 'vitest'
import { WhittleError } from '../../../src/core/failure.ts'
import type { OwnDefinition } from '../../../src/protocol/data.ts'
import { reply } from '../../../src/protocol/reply.ts'
import type { AnalyseApi } from '../../../workers/analyse-questions.ts'
import { type LoadedPage, loadPage, newTab } from './app-under-test.ts'

const pages: LoadedPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

let files = 0
async function open(answers: Partial<AnalyseApi> = {}): Promise<LoadedPage> {
  const page = loadPage(newTab(), undefined, { answers })
  pages.push(page)
  page.commands.openFiles([{ name: `own-${files++}.jsonl` } as File])
  await vi.waitFor(() => expect(page.state().contexts).not.toBeNull(), { timeout: 10_000 })
  return page
}

const rule = (id: string): OwnDefinition => ({ id, label: id, kind: 'rule', phrases: ['might be'] })
const refused = () => new WhittleError('bad-file', 'The pattern of “bad” is wrong.')

describe('a concept of a person’s own', () => {
  it('is told to the worker, tested with the others, and deleted again', async () => {
    const told: string[][] = []
    const page = await open({
      setOwn: (definitions) =>
        reply(() => {
          told.push(definitions.map((one) => (one as OwnDefinition).id))
          return { concepts: [], tried: [] }
        }),
    })
    const before = page.gates.count('analyse')
    page.commands.saveConcept('mine', rule('mine'))
    expect(page.state().authored.concepts).toEqual({ mine: rule('mine') })
    await vi.waitFor(() => expect(told).toEqual([['mine']]))
    await vi.waitFor(() => expect(page.gates.count('analyse')).toBeGreaterThan(before))
    page.commands.saveConcept('mine', null)
    await vi.waitFor(() => expect(told.at(-1)).toEqual([]))
    page.commands.undo()
    await vi.waitFor(() => expect(told.at(-1)).toEqual(['mine']))
  })

  it('that the worker refuses is left out and told, and the others are kept', async () => {
    let has: readonly string[] = []
    const page = await open({
      setOwn: (definitions) =>
        reply(() => {
          const ids = definitions.map((one) => (one as OwnDefinition).id)
          if (ids.includes('bad')) throw refused()
          has = ids
          return { concepts: [], tried: [] }
        }),
    })
    page.commands.saveConcept('good', rule('good'))
    await vi.waitFor(() => expect(has).toEqual(['good']))
    page.commands.saveConcept('bad', rule('bad'))
    await vi.waitFor(() =>
      expect(page.notices()).toEqual(['The pattern of “bad” is wrong. It is left out here.']),
    )
    page.commands.saveConcept('last', rule('last'))
    await vi.waitFor(() => expect(has).toEqual(['good', 'last']))
  })

  it('is looked at before it is used; examples are read first, and what is wrong is a sentence', async () => {
    const read: number[] = []
    const page = await open({
      extractExamples: (_, extra) =>
        reply(() => {
          read.push(extra.length)
          return false
        }),
      previewOwn: (definition) =>
        reply(() => {
          if ((definition as OwnDefinition).id === 'bad') throw refused()
          return { few: true } as never
        }),
    })
    read.length = 0
    expect(await page.commands.previewConcept(rule('mine'))).toEqual({ few: true })
    expect(read).toEqual([])
    const examples = { id: 'e', label: 'E', kind: 'examples', positive: ['a'], negative: ['b'] } as const
    await page.commands.previewConcept({ ...examples, positive: ['a'], negative: ['b'] })
    expect(read).toEqual([1])
    expect(await page.commands.previewConcept(rule('bad'))).toBe('The pattern of “bad” is wrong.')
    expect(page.notices()).toEqual([])
  })
})

it('a λ of the person’s own gives way to a strength', async () => {
  const page = await open()
  const verdict = () => page.state().authored.verdicts[0]
  page.commands.decide('s:a', 'suppress')
  page.commands.adjust('s:a', { lambda: 0.7 })
  expect(verdict()).toMatchObject({ lambda: 0.7 })
  page.commands.adjust('s:a', { strength: 0.5 })
  expect(verdict()).toMatchObject({ strength: 0.5 })
  expect(verdict()).not.toHaveProperty('lambda')
})
