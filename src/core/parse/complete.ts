import type { Mapping } from './mapping.ts'
import { sideTwins } from './side-twins.ts'
import { LOOKS, type Table } from './table.ts'

const SYSTEM = ['system', 'system_prompt', 'system_message', 'sys_prompt', 'systemprompt']
const SCORE = /score|rating|reward|grade/i

/**
 * The mapping with the columns that it leaves open: the system message, and the scores of the two responses.
 */
export function completed(mapping: Mapping, table: Table): Mapping {
  const system = mapping.system === undefined ? { system: systemColumn(mapping, table) } : {}
  const scores =
    (mapping.kind === 'columns' || mapping.kind === 'labelled') && mapping.scores === undefined
      ? { scores: scoreColumns(mapping, table) }
      : {}
  return present({ ...mapping, ...system, ...scores } as Mapping)
}

/** What is not there is not said. */
function present(mapping: Mapping): Mapping {
  const kept = Object.entries(mapping).filter(
    ([key, value]) => value !== undefined && (value !== null || key === 'prompt' || key === 'response'),
  )
  return Object.fromEntries(kept) as Mapping
}

function systemColumn(mapping: Mapping, table: Table): string | null {
  const taken = new Set(Object.values(mapping).flat())
  const found = SYSTEM.map((name) => table.column(name)).find(
    (column) => column !== null && !taken.has(column),
  )
  return found !== undefined && found !== null && table.values(found).some(LOOKS.text) ? found : null
}

function scoreColumns(
  mapping: Extract<Mapping, { kind: 'columns' | 'labelled' }>,
  table: Table,
): [string, string] | null {
  const sides =
    mapping.kind === 'columns'
      ? ([mapping.chosen, mapping.rejected] as const)
      : ([mapping.a, mapping.b] as const)
  const numbers = table.paths.filter((path) => SCORE.test(path) && table.share(path, 'number') > 0.5)
  const twin = sideTwins([...numbers, ...sides], sides).find((names) =>
    names.every((name) => numbers.includes(name)),
  )
  return twin ? [...twin] : null
}
