import type { Analyser } from '../bridge/workers.ts'
import { listener } from '../bridge/progress.ts'
import type { Verdict } from '../core/verdict.ts'
import type { RowQuery } from '../protocol/data.ts'
import type { CommandTools } from './create-commands.ts'
import type { Notices } from './notices.ts'
import type { Commands, State } from './state.ts'
import type { Store } from './store.ts'

/** What the table of rows shows follows from these. */
const asked = ({ view, authored, findings, dataset }: State) => [
  view.table === 'rows',
  view.conditions,
  view.rows,
  dataset,
  // Without decisions, nothing changes with the tests but what has a concept.
  view.rows.change || authored.verdicts.length > 0 ? authored.verdicts : null,
  view.rows.change || view.rows.concept ? findings : null,
]

/** The file's rows: which of them are listed, and the one that is read. */
export class Rows {
  #query = 0

  constructor(
    private readonly store: Store,
    private readonly analyser: Analyser,
    private readonly report: Notices['report'],
  ) {}

  /** The decisions that can be enacted: none before the first tests. */
  get verdicts(): readonly Verdict[] {
    const { findings, authored } = this.store.getState()
    return findings ? authored.verdicts : []
  }

  /** Looks for the rows that the view asks for; what was listed stays until they are there. */
  refresh(): void {
    const { store } = this
    const { view, dataset, findings } = store.getState()
    const mine = ++this.#query
    if (!dataset) return
    const { search, concept, change, sort } = view.rows
    // Which concepts there are is known with the first tests.
    const known = concept && findings ? concept : null
    const query: RowQuery = { conditions: view.conditions, search, concept: known, change, sort }
    this.#ask(query, () => mine === this.#query)
      .then((rows) => mine === this.#query && store.setState({ rows, rowsSearched: null }))
      .catch(this.report)
  }

  async #ask(query: RowQuery, current: () => boolean): Promise<Uint32Array> {
    const { report, close } = listener((done: number, total: number) => {
      if (current()) this.store.setState({ rowsSearched: done / total })
    })
    const { verdicts } = this
    return this.analyser.call((api) => api.rows(report, null, query, verdicts)).finally(close)
  }

  /** Finds the pairs that fit the view's conditions. */
  loadFitting(): void {
    const { store } = this
    const { conditions } = store.getState().view
    if (conditions.length === 0 || !store.getState().dataset) {
      store.setState({ fitting: null })
      return
    }
    const query: RowQuery = { conditions, search: '', concept: null, change: null, sort: null }
    this.analyser
      .call((api) => api.rows(null, null, query, []))
      .then((fitting) => store.getState().view.conditions === conditions && store.setState({ fitting }))
      .catch(this.report)
  }

  /** Loads the pair that is read, with the selected concept shaded. */
  loadPage(): void {
    const { store } = this
    const { view, dataset, findings, contexts } = store.getState()
    const { pair, selected } = view
    if (pair === null || !dataset || pair >= dataset.pairs) {
      store.setState({ rowPage: null })
      return
    }
    const rows = [...(findings?.rows ?? []), ...(contexts?.rows ?? [])]
    const concept = rows.some((row) => row.concept.id === selected) ? selected : null
    const { verdicts } = this
    this.analyser
      .call((api) => api.rowPage(pair, concept, verdicts))
      .then((rowPage) => {
        const { view: now } = store.getState()
        if (now.pair === pair && now.selected === selected) store.setState({ rowPage })
      })
      .catch(this.report)
  }
}

/**
 * Keeps what is listed and read up with the view.
 * @param onConditions called after the conditions change, where a concept is selected
 */
export function followRows(store: Store, rows: Rows, onConditions: () => void): void {
  store.subscribe((now, before) => {
    const [inputs, known] = [asked(now), asked(before)]
    if (now.view.table === 'rows' && inputs.some((input, i) => input !== known[i])) rows.refresh()
    const opened = now.dataset !== before.dataset
    if (opened || now.view.conditions !== before.view.conditions) {
      rows.loadFitting()
      if (!opened && now.view.selected !== null && now.findings) onConditions()
    }
    const reads = now.view.pair !== null || before.view.pair !== null
    const changed =
      now.view.pair !== before.view.pair ||
      now.view.selected !== before.view.selected ||
      now.authored.verdicts !== before.authored.verdicts ||
      (now.findings === null) !== (before.findings === null)
    if (reads && (opened || changed)) rows.loadPage()
  })
}

type RowCommands = Pick<Commands, 'narrow' | 'showRows' | 'openPair' | 'stepPair' | 'rowLines' | 'badRecords'>

export function rowCommands({ store, analyser, notices, rows, show }: CommandTools): RowCommands {
  const openPair = (pair: number | null) => show({ pair })
  return {
    narrow: (conditions) => show({ conditions }),
    showRows: (change) => show({ table: 'rows', rows: { ...store.getState().view.rows, ...change } }),
    openPair,
    stepPair(step) {
      const { view, rows: listed, evidence } = store.getState()
      const pairs = view.table === 'rows' ? listed : evidence?.pairs.map(({ pair }) => pair)
      if (!pairs || pairs.length === 0) return
      const at = view.pair === null ? -1 : pairs.indexOf(view.pair)
      const next = at < 0 ? (step > 0 ? 0 : pairs.length - 1) : at + step
      if (next >= 0 && next < pairs.length) openPair(pairs[next]!)
    },
    async rowLines(pairs, shown) {
      const { verdicts } = rows
      try {
        return await analyser.call((api) => api.rowLines(pairs, shown, verdicts))
      } catch (error) {
        notices.report(error)
        return []
      }
    },
    async badRecords(reason) {
      try {
        return await analyser.call((api) => api.badRecords(reason))
      } catch (error) {
        notices.report(error)
        return []
      }
    },
  }
}
