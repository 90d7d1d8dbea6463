import type { ConceptSource } from '../core/concepts/concept.ts'
import { readConditions, readRowSettings, writeRows } from './row-address.ts'
import type { EvidenceChoice, Filters, Outline, ViewSettings } from './state.ts'
import { defaultView } from './store.ts'

const sources: readonly ConceptSource[] = ['dictionary', 'family', 'surface', 'phrase', 'probe']
const lists = ['sources', 'kinds', 'families', 'verdicts'] as const
const flags = ['confirmedOnly', 'showHidden', 'showFolded', 'showPhrases'] as const
const panels: readonly ViewSettings['panel'][] = ['evidence', 'concept', 'decide']
const maps = ['latents', 'prompts'] as const
const tables: readonly ViewSettings['table'][] = ['lessons', 'overall', 'contexts', 'rows']
const evidenceKinds: readonly EvidenceChoice[] = ['supports', 'exceptions', 'typical', 'random']

/** The view as the address's fragment; what is at its default is left out. */
export function toAddress(view: ViewSettings): string {
  const { filters, sort } = view
  const parameters = new URLSearchParams()
  if (filters.search) parameters.set('search', filters.search)
  for (const name of lists) for (const value of filters[name]) parameters.append(name, value)
  for (const name of flags) if (filters[name]) parameters.set(name, '1')
  if (filters.direction !== 'any') parameters.set('direction', filters.direction)
  if (filters.minimumDiscordant !== defaultView.filters.minimumDiscordant) {
    parameters.set('minimum', String(filters.minimumDiscordant))
  }
  if (sort) parameters.set('sort', (sort.descending ? '-' : '') + sort.column)
  if (view.table !== 'lessons') parameters.set('table', view.table)
  writeRows(view, parameters)
  if (view.context !== null) parameters.set('context', view.context)
  if (view.scope !== 'overall') parameters.set('scope', view.scope)
  if (view.selected !== null) parameters.set('concept', view.selected)
  if (view.evidenceKind !== 'supports') parameters.set('evidence', view.evidenceKind)
  if (view.panel !== 'evidence') parameters.set('panel', view.panel)
  for (const map of maps) {
    const outline = view.lassos[map]
    if (outline) parameters.set(`lasso-${map}`, outlineText(outline))
  }
  return parameters.toString()
}

/** Corners with three decimals, which is finer than a drawing: "1.25_-0.3_…", x and y in turn. */
const outlineText = (outline: Outline): string =>
  outline
    .flat()
    .map((value) => String(Number(value.toFixed(3))))
    .join('_')

const MOST_CORNERS = 500

function readOutline(text: string | null): Outline | null {
  const numbers = text?.split('_').map((part) => (part === '' ? NaN : Number(part))) ?? []
  const corners = numbers.length / 2
  if (!Number.isInteger(corners) || corners < 3 || corners > MOST_CORNERS) return null
  if (!numbers.every(Number.isFinite)) return null
  return Array.from({ length: corners }, (_, i) => [numbers[2 * i]!, numbers[2 * i + 1]!] as const)
}

/** Reads a fragment; anything unknown or malformed falls back to its default. */
export function fromAddress(fragment: string): ViewSettings {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''))
  const direction = parameters.get('direction')
  const minimum = Number(parameters.get('minimum') ?? NaN)
  const sort = parameters.get('sort')
  const table = parameters.get('table') as ViewSettings['table'] | null
  const evidence = parameters.get('evidence') as EvidenceChoice | null
  const panel = parameters.get('panel') as ViewSettings['panel'] | null
  const filters: Filters = {
    search: parameters.get('search') ?? '',
    sources: parameters.getAll('sources').filter(isSource),
    kinds: parameters.getAll('kinds'),
    families: parameters.getAll('families'),
    verdicts: parameters.getAll('verdicts').filter(isVerdictFilter),
    direction: direction === 'chosen' || direction === 'rejected' ? direction : 'any',
    confirmedOnly: parameters.get('confirmedOnly') === '1',
    showHidden: parameters.get('showHidden') === '1',
    showFolded: parameters.get('showFolded') === '1',
    showPhrases: parameters.get('showPhrases') === '1',
    minimumDiscordant:
      Number.isFinite(minimum) && minimum >= 0 ? minimum : defaultView.filters.minimumDiscordant,
  }
  return {
    filters,
    sort: sort ? { column: sort.replace(/^-/, ''), descending: sort.startsWith('-') } : null,
    table: table && tables.includes(table) ? table : 'lessons',
    conditions: readConditions(parameters),
    rows: readRowSettings(parameters),
    pair: readPair(parameters.get('pair')),
    context: parameters.get('context'),
    selected: parameters.get('concept'),
    scope: parameters.get('scope') ?? 'overall',
    evidenceKind: evidence && evidenceKinds.includes(evidence) ? evidence : 'supports',
    panel: panel && panels.includes(panel) ? panel : 'evidence',
    lassos: {
      latents: readOutline(parameters.get('lasso-latents')),
      prompts: readOutline(parameters.get('lasso-prompts')),
    },
  }
}

function readPair(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}

function isVerdictFilter(value: string): value is Filters['verdicts'][number] {
  return ['suppress', 'keep', 'amplify', 'none'].includes(value)
}

const isSource = (value: string): value is ConceptSource => sources.some((source) => source === value)
