import { afterEach, describe, expect, it, vi } from 'vitest'
import { WhittleError } from '../../../src/core/failure.ts'
import { type Kept, type LoadedPage, loadPage, newTab } from './app-under-test.ts'

vi.setConfig({ testTimeout: 20_000 })

const pages: LoadedPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

function load(kept: Kept = newTab()): LoadedPage {
  const page = loadPage(kept)
  pages.push(page)
  return page
}

/** Node's clones of files lose their names. */
const file = (name = 'pairs.jsonl') => ({ name }) as File

/** Waits until everything is extracted, tested, and tested in contexts. */
const done = (page: LoadedPage) =>
  vi.waitFor(
    () => {
      const { phase, findings, contexts, progress } = page.state()
      expect({ phase, complete: findings?.complete, contexts: contexts !== null, progress }).toEqual({
        ...{ phase: 'ready', complete: true, contexts: true, progress: null },
      })
    },
    { timeout: 5000, interval: 5 },
  )

/** Opens a file and waits until its worker is asked a question, which is not answered. */
async function at(stage: string, page: LoadedPage): Promise<{ release: () => void }> {
  const { reached, release } = page.gates.hold(stage)
  page.commands.openFiles([file()])
  await reached
  return { release }
}

describe('an open file', () => {
  it('is extracted, tested, explained and tested in contexts, in this order', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    await vi.waitFor(() => expect(page.gates.asked).toContain('map'))
    const stages = ['open', 'plan', 'analyse', 'start', 'extract', 'analyse', 'explain', 'contexts', 'map']
    expect(page.gates.asked.filter((name) => stages.includes(name))).toEqual(stages)
    expect(page.world.storedOf('pairs.jsonl').size).toBe(page.world.batches)
    expect(page.world.spans).toEqual([1, 1, 1, 1])
    expect(page.state().device?.name).toBe('on auto')
    expect(page.state().findings?.summary.auc.hidden).toBe(0.7)
    expect(page.notices()).toEqual([])
  })

  it('is not extracted again after a reload, and opens by itself', async () => {
    const kept = newTab()
    const first = load(kept)
    first.commands.openFiles([file()])
    await done(first)
    const second = load(kept)
    await second.restore()
    await done(second)
    expect(kept.world.gates.count('extract')).toBe(1)
    expect(kept.world.gates.count('start')).toBe(1)
  })

  it('asks which column is which where that is unclear, and goes on with the answer', async () => {
    const page = load()
    page.commands.openFiles([file('unclear.csv')])
    await vi.waitFor(() => expect(page.state().phase).toBe('mapping'))
    page.commands.applyMapping({ kind: 'judged' } as never)
    await done(page)
    expect(page.state().dataset?.name).toBe('unclear.csv')
  })

  it('leaves nothing behind when it is closed', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    page.commands.close()
    expect(page.state()).toMatchObject({ phase: 'empty', dataset: null, findings: null, contexts: null })
    expect(page.analysers.terminated).toBe(1)
  })
})

describe('a file that is opened while another one is worked on', () => {
  it.each(['open', 'analyse', 'start', 'batch', 'contexts'])('takes its place at %s', async (stage) => {
    const page = load()
    const { release } = await at(stage, page)
    page.commands.openFiles([file('second.jsonl')])
    release()
    await done(page)
    expect(page.state().dataset?.name).toBe('second.jsonl')
    expect(page.world.storedOf('second.jsonl').size).toBe(page.world.batches)
    expect(page.notices()).toEqual([])
    expect(page.state().failure).toBeNull()
  })

  it('does not wait for a worker that hangs on the first', async () => {
    const page = load()
    await at('open', page)
    page.commands.openFiles([file('second.jsonl')])
    await done(page)
    expect(page.analysers).toMatchObject({ started: 2, terminated: 1 })
  })

  it('uses the encoder that is loaded', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    page.commands.openFiles([file('second.jsonl')])
    await done(page)
    expect(page.world.loads).toEqual(['auto'])
    expect(page.extractors).toMatchObject({ started: 1, terminated: 0 })
  })
})

describe('cancel and resume', () => {
  it('goes back to the first screen where the file is not open yet', async () => {
    const page = load()
    await at('open', page)
    page.commands.cancel()
    expect(page.state()).toMatchObject({ phase: 'empty', failure: null, interrupted: false })
    page.commands.openFiles([file('second.jsonl')])
    await done(page)
  })

  it.each(['plan', 'analyse', 'start', 'batch', 'explain', 'contexts', 'map'])('at %s', async (stage) => {
    const page = load()
    const { release } = await at(stage, page)
    page.commands.cancel()
    expect(page.state()).toMatchObject({ interrupted: true, progress: null })
    release()
    await vi.waitFor(() => expect(page.state()).toMatchObject({ phase: 'ready', progress: null }))
    expect(page.state().failure).toBeNull()
    page.commands.resume()
    expect(page.state().interrupted).toBe(false)
    await done(page)
    expect(page.notices()).toEqual([])
    expect(page.world.loads).toEqual(['auto'])
  })

  it('keeps what was extracted before, and the batch that was under way', async () => {
    const page = load()
    page.commands.openFiles([file()])
    const first = page.gates.hold('batch')
    await first.reached
    page.commands.cancel()
    await vi.waitFor(() => expect(page.gates.count('cancel')).toBe(1))
    first.release()
    await vi.waitFor(() => expect(page.world.storedOf('pairs.jsonl').size).toBe(1))
    page.commands.resume()
    await done(page)
    expect(page.gates.count('batch')).toBe(page.world.batches)
  })
})

describe('a crash of the analysis worker', () => {
  it.each(['open', 'plan', 'analyse', 'start', 'extract', 'batch', 'explain', 'contexts', 'map'])(
    'at %s: the file is opened again, and the notice stays',
    async (stage) => {
      const page = load()
      const { release } = await at(stage, page)
      page.analysers.crash()
      release()
      await done(page)
      expect(page.notices()).toEqual([
        'The analysis worker stopped unexpectedly (out of memory). pairs.jsonl is opened again.',
      ])
      expect(page.state()).toMatchObject({ failure: null, interrupted: false })
      expect(page.world.storedOf('pairs.jsonl').size).toBe(page.world.batches)
    },
  )

  it.each(['explain', 'contexts', 'map', 'nothing'])(
    'at %s: what was found stays in view',
    async (stage) => {
      const page = load()
      let release: () => void = () => undefined
      if (stage === 'nothing') {
        page.commands.openFiles([file()])
        await done(page)
      } else ({ release } = await at(stage, page))
      const { findings, lessons, contexts } = page.state()
      const emptied: string[] = []
      const stop = page.store.subscribe((state) => {
        if (!state.findings || !state.lessons || (contexts && !state.contexts)) emptied.push(state.phase)
      })
      page.analysers.crash()
      if (stage === 'nothing')
        expect(page.state()).toMatchObject({ findings, lessons, contexts, recovering: true })
      release()
      await vi.waitFor(() => expect(page.analysers.started).toBe(2))
      await done(page)
      stop()
      expect(emptied).toEqual([])
      await vi.waitFor(() => expect(page.state().recovering).toBe(false))
    },
  )

  it('and Cancel meanwhile leaves what can be answered for', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    const { reached, release } = page.gates.hold('contexts')
    page.analysers.crash()
    await reached
    expect(page.state().contexts).not.toBeNull()
    page.commands.cancel()
    release()
    await vi.waitFor(() => expect(page.state()).toMatchObject({ phase: 'ready', recovering: false }))
    expect(page.state().contexts).toBeNull()
  })

  it('while it proves: the proof is said to be lost, and can be asked for again', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    const { reached } = page.gates.hold('prove')
    page.commands.prove()
    await reached
    page.analysers.crash()
    await done(page)
    expect(page.notices()).toContain(
      'The proof was lost with the analysis worker. Prove the decisions again.',
    )
    expect(page.state().proof).toEqual({ kind: 'none' })
    page.commands.prove()
    await vi.waitFor(() => expect(page.state().proof).toMatchObject({ kind: 'done' }))
  })

  it('while it exports: the export is said to be lost, and can be asked for again', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    const { reached } = page.gates.hold('exportFiles')
    page.commands.exportFiles([{ kind: 'spec' }], { told: 'notices' })
    await reached
    page.analysers.crash()
    await done(page)
    expect(page.notices()).toContain(
      'The export was lost with the worker. Ask for it again when the tables are back.',
    )
    page.commands.exportFiles([{ kind: 'spec' }], { told: 'notices' })
    await vi.waitFor(() => expect(page.downloads).toEqual(['reward-spec.json']))
  })

  it('with no file open is said, and nothing else', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    page.commands.close()
    page.commands.saveSession()
    await vi.waitFor(() => expect(page.analysers.started).toBe(2))
    page.analysers.crash()
    await vi.waitFor(() =>
      expect(page.notices()).toContain('The analysis worker stopped unexpectedly (out of memory).'),
    )
    expect(page.state().phase).toBe('empty')
  })

  it('again and again ends in a sentence that is true, and Resume works', async () => {
    const page = load()
    for (let crash = 0; crash < 4; crash++) {
      const { reached } = page.gates.hold('contexts')
      if (crash === 0) page.commands.openFiles([file()])
      await reached
      page.analysers.crash()
    }
    await vi.waitFor(() => expect(page.state().failure).not.toBeNull())
    expect(page.state()).toMatchObject({
      ...{ phase: 'ready', interrupted: true, progress: null },
      failure: {
        code: 'worker-crashed',
        message:
          'The analysis worker stopped unexpectedly (out of memory). It has crashed repeatedly. ' +
          'Resume opens the file again; what is extracted is kept.',
      },
    })
    expect(page.analysers.started).toBe(4)
    page.commands.resume()
    await done(page)
    expect(page.state().failure).toBeNull()
    expect(page.gates.count('extract')).toBe(1)
  })

  it('again and again while it opens a file leads back to the first screen', async () => {
    const page = load()
    for (let crash = 0; crash < 4; crash++) {
      const { reached } = page.gates.hold('open')
      if (crash === 0) page.commands.openFiles([file()])
      await reached
      page.analysers.crash()
    }
    await vi.waitFor(() =>
      expect(page.state().failure?.message).toContain('Open the file again, or another.'),
    )
    expect(page.state().phase).toBe('empty')
    page.commands.openFiles([file('second.jsonl')])
    await done(page)
  })
})

describe('a crash of the extraction worker', () => {
  it.each(['start', 'batch'])('at %s: it goes on with a new one', async (stage) => {
    const page = load()
    const { release } = await at(stage, page)
    page.extractors.crash()
    release()
    await done(page)
    expect(page.notices()).toEqual([
      'The extraction worker stopped unexpectedly (out of memory). The extraction goes on with a new one.',
    ])
    expect(page.extractors.started).toBe(2)
    expect(page.analysers.started).toBe(1)
    expect(page.world.storedOf('pairs.jsonl').size).toBe(page.world.batches)
  })

  it('again and again ends in a sentence that is true, and Resume works', async () => {
    const page = load()
    for (let crash = 0; crash < 4; crash++) {
      const { reached } = page.gates.hold('batch')
      if (crash === 0) page.commands.openFiles([file()])
      await reached
      page.extractors.crash()
    }
    await vi.waitFor(() => expect(page.state().failure).not.toBeNull())
    expect(page.state().failure?.message).toBe(
      'The extraction worker stopped unexpectedly (out of memory). It has crashed repeatedly. ' +
        'Resume tries again; what is extracted is kept.',
    )
    expect(page.state()).toMatchObject({ phase: 'ready', interrupted: true })
    page.commands.resume()
    await done(page)
  })

  it('while nothing is extracted costs nothing', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    page.extractors.crash()
    expect(page.notices()).toEqual([])
    page.commands.openFiles([file('second.jsonl')])
    await done(page)
    expect(page.world.loads).toEqual(['auto', 'auto'])
  })

  it('while it extracts for a proof: the proof goes on, and says what it lacks', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    const { reached } = page.gates.hold('batch')
    page.commands.prove()
    await reached
    page.extractors.crash()
    await vi.waitFor(() => expect(page.state().proof).toMatchObject({ kind: 'done' }))
    expect(page.notices()).toEqual([
      'The extraction worker stopped unexpectedly (out of memory). The proof goes on without the texts that were not extracted.',
    ])
  })
})

describe('a lost device', () => {
  const lost = () => new WhittleError('device-lost', 'The graphics card was lost.')

  it('leaves the rest to the processor', async () => {
    const page = load()
    page.world.failExtraction = lost()
    page.commands.openFiles([file()])
    await done(page)
    expect(page.world.loads).toEqual(['auto', 'wasm'])
    expect(page.state().device?.name).toBe('on wasm')
    expect(page.notices()).toEqual([
      'The graphics card was lost.',
      'Extraction goes on with the processor. Reload the page to try the graphics card again.',
    ])
  })

  it('is not recovered from twice', async () => {
    const page = load()
    page.world.failExtraction = lost()
    page.commands.openFiles([file()])
    await done(page)
    page.world.failExtraction = lost()
    page.commands.openFiles([file('second.jsonl')])
    await vi.waitFor(() => expect(page.state().failure?.code).toBe('device-lost'))
    expect(page.state().interrupted).toBe(true)
    page.commands.resume()
    await done(page)
  })
})

describe('a proof', () => {
  it('is cancelled, and what it still says is not heard', async () => {
    const page = load()
    page.commands.openFiles([file()])
    await done(page)
    const { reached, release } = page.gates.hold('prove')
    page.commands.prove()
    await reached
    page.commands.cancelProof()
    release()
    expect(page.state().proof).toEqual({ kind: 'none' })
    page.commands.prove()
    await vi.waitFor(() => expect(page.state().proof).toMatchObject({ kind: 'done' }))
    expect(page.notices()).toEqual([])
  })

  it('does not wait for an extraction that goes on', async () => {
    const page = load()
    page.commands.openFiles([file()])
    const { reached, release } = page.gates.hold('batch')
    await reached
    page.commands.prove()
    await vi.waitFor(() => expect(page.state().proof).toMatchObject({ kind: 'done' }))
    expect(page.state().findings?.complete).toBe(false)
    release()
    await done(page)
  })
})
