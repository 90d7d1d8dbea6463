import type { FeatureColumns } from '../../../src/core/activations.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import type { States } from '../../../src/core/contexts/embedding.ts'
import type { PromptContextInput } from '../../../src/core/contexts/input.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { permutation, random } from '../../../src/core/random.ts'

/** The same data with its rows in another order; each keeps its row number. */
export function permuted(data: PromptContextInput, seed: number): PromptContextInput {
  const { pairs, prompts } = data
  const order = permutation(pairs.length, random(seed))
  const table = pairTable(
    Array.from(order, (i) => ({
      prompt: pairs.prompt[i]!,
      chosen: pairs.chosen[i]!,
      rejected: pairs.rejected[i]!,
      row: pairs.row[i]!,
    })),
    pairs.paired,
  )
  const newPair = new Uint32Array(pairs.length)
  const newGroup = new Uint32Array(pairs.groups)
  order.forEach((old, at) => {
    newPair[old] = at
    newGroup[pairs.group[old]!] = table.group[at]!
  })
  const responses = renumbered(data.responses, (span) => 2 * newPair[span >> 1]! + (span & 1))
  const oldGroup = inverse(newGroup)
  const { prompts: promptStates, responses: responseStates } = data.states!
  return {
    ...data,
    pairs: table,
    responses,
    disparities: disparities(responses, data.concepts, pairs.paired),
    prompts: renumbered(prompts, (group) => newGroup[group]!),
    states: {
      prompts: reordered(promptStates, (group) => oldGroup[group]!),
      responses: reordered(responseStates, (span) => 2 * order[span >> 1]! + (span & 1)),
    },
  }
}

const reordered = ({ dim, read }: States, old: (row: number) => number): States => ({
  dim,
  read: (row, into) => read(old(row), into),
})

function inverse(numbers: Uint32Array): Uint32Array {
  const back = new Uint32Array(numbers.length)
  numbers.forEach((at, number) => (back[at] = number))
  return back
}

function renumbered(columns: FeatureColumns, number: (span: number) => number): FeatureColumns {
  const span = new Uint32Array(columns.span.length)
  const max = new Float32Array(span.length)
  const freq = new Float32Array(span.length)
  for (let f = 0; f < columns.features; f++) {
    const from = columns.indptr[f]!
    const entries = Array.from({ length: columns.indptr[f + 1]! - from }, (_, k) => from + k)
    entries.sort((a, b) => number(columns.span[a]!) - number(columns.span[b]!))
    entries.forEach((k, at) => {
      span[from + at] = number(columns.span[k]!)
      max[from + at] = columns.max[k]!
      freq[from + at] = columns.freq[k]!
    })
  }
  return { ...columns, span, max, freq }
}
