import type { UnitTable } from './activations.ts'
import { WhittleError } from './failure.ts'
import { floatsToHalf } from './half.ts'
import { floats, readSafetensors, tensor, uint16s, uint32s, writeSafetensors } from './safetensors.ts'

const FORMAT = 'whittle-units/1'

/** A unit table with what is known about where it comes from. */
export interface UnitFile {
  readonly table: UnitTable
  readonly meta: Readonly<Record<string, string>>
}

/** Whether a file is one that `whittle extract` or `whittle merge` wrote, by its name. */
export const holdsActivations = ({ name }: { readonly name: string }): boolean =>
  name.endsWith('.safetensors')

/**
 * Writes a table as a safetensors file, in the browser's storage and beside the example.
 * @param state precision of the mean states: f32 is exact, f16 (relative error 5e-4) is half as large
 */
export function writeUnits(
  table: UnitTable,
  meta: Readonly<Record<string, string>>,
  state: 'f32' | 'f16' = 'f32',
): Uint8Array<ArrayBuffer> {
  const whole = (data: Uint32Array) => ({ dtype: 'U32', shape: [data.length], data }) as const
  const short = (data: Uint16Array) => ({ dtype: 'U16', shape: [data.length], data }) as const
  const shape = [table.spans, table.dim]
  return writeSafetensors(
    {
      unitPtr: whole(table.unitPtr),
      start: whole(table.start),
      end: whole(table.end),
      tokens: short(table.tokens),
      indptr: whole(table.indptr),
      feature: short(table.feature),
      value: { dtype: 'F32', shape: [table.value.length], data: table.value },
      state:
        state === 'f32'
          ? { dtype: 'F32', shape, data: table.state }
          : { dtype: 'F16', shape, data: floatsToHalf(table.state) },
    },
    { ...meta, format: FORMAT },
  )
}

/**
 * Reads what writeUnits wrote; columns are views of `bytes` where aligned.
 * @throws WhittleError when the bytes are no such file, or its columns do not fit together
 */
export function readUnits(bytes: Uint8Array): UnitFile {
  const file = readSafetensors(bytes)
  const { format, ...meta } = file.metadata
  if (format !== FORMAT) throw broken(`its format is “${format ?? 'unknown'}”`)
  const [spans, dim] = tensor(file, 'state').shape
  if (spans === undefined || dim === undefined) throw broken('its states are no matrix')
  const whole = (name: string) => uint32s(tensor(file, name, 'U32'))
  const short = (name: string) => uint16s(tensor(file, name, 'U16'))
  const table: UnitTable = {
    spans,
    dim,
    unitPtr: whole('unitPtr'),
    start: whole('start'),
    end: whole('end'),
    tokens: short('tokens'),
    indptr: whole('indptr'),
    feature: short('feature'),
    value: floats(file, 'value'),
    state: floats(file, 'state'),
  }
  const units = table.start.length
  if (table.end.length !== units || table.tokens.length !== units) throw broken('its units do not match')
  checkPointers(table.unitPtr, spans, units)
  checkPointers(table.indptr, units, table.feature.length)
  if (table.value.length !== table.feature.length) throw broken('its firings do not match')
  return { table, meta }
}

function checkPointers(pointers: Uint32Array, rows: number, entries: number): void {
  const ascends = pointers.every((at, i) => i === 0 || at >= pointers[i - 1]!)
  const fits = pointers.length === rows + 1 && pointers[0] === 0 && pointers[rows] === entries
  if (!ascends || !fits) throw broken('its rows do not match')
}

const broken = (why: string) => new WhittleError('model', `These are not stored activations: ${why}.`)
