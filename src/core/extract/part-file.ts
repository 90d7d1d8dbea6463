import { type KeyValue, parquetMetadataAsync, parquetReadObjects, type SchemaElement } from 'hyparquet'
import { ByteWriter, parquetWrite } from 'hyparquet-writer'
import { gatherUnits, type Activations, type SpanAddress, type UnitTable } from '../activations.ts'
import { WhittleError } from '../failure.ts'
import { parseJson } from '../parse-json.ts'
import { z } from '../schema.ts'
import type { SpanBatch } from './plan.ts'

const FORMAT = 'whittle-part/2'

const partInfo = z.object({
  format: z.literal(FORMAT),
  /** sha256, hex: of the data and of what activations depend on. */
  dataset: z.string(),
  encoder: z.string(),
  engine: z.string(),
  dictionary: z.string(),
  /** For people: engines agree to 1e-4, not to the last bit. */
  computedBy: z.string(),
  pairs: z.number().int().nonnegative(),
  groups: z.number().int().nonnegative(),
  part: z.number().int().nonnegative(),
  parts: z.number().int().positive(),
  /** Of the part's pairs; add up over parts. */
  statistics: z.object({
    pairs: z.number().int().nonnegative(),
    units: z.number().int().nonnegative(),
    tokens: z.number().int().nonnegative(),
    /** By latent: pairs in which it is present on the chosen side alone, and on the rejected side alone. */
    wins: z.array(z.number().int().nonnegative()),
    losses: z.array(z.number().int().nonnegative()),
  }),
})

/** What a part says of itself. */
export type PartInfo = Readonly<Omit<z.infer<typeof partInfo>, 'format'>>
export type PartStatistics = PartInfo['statistics']

/** Spans of a dataset with their units. */
export interface PartSpans {
  readonly kind: readonly SpanBatch['kind'][]
  /** Response spans or prompt groups, parallel to `kind`. */
  readonly span: readonly number[]
  readonly units: UnitTable
}

/** Lists of numbers, with the Parquet type of their elements. */
const LISTS = {
  start: 'INT32',
  end: 'INT32',
  tokens: 'INT32',
  firings: 'INT32',
  feature: 'INT32',
  value: 'FLOAT',
  state: 'FLOAT',
  unitState: 'INT32',
  unitScale: 'FLOAT',
  latent: 'INT32',
  max: 'FLOAT',
  present: 'INT32',
} as const

type Lists = Readonly<Record<keyof typeof LISTS, ArrayLike<number>>>

const names = Object.keys(LISTS) as (keyof typeof LISTS)[]

const schema: SchemaElement[] = [
  { name: 'schema', num_children: 2 + names.length },
  { name: 'kind', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
  { name: 'span', type: 'INT32', repetition_type: 'REQUIRED' },
  ...names.flatMap((name): SchemaElement[] => [
    { name, converted_type: 'LIST', repetition_type: 'REQUIRED', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', type: LISTS[name], repetition_type: 'REQUIRED' },
  ]),
]

/**
 * Writes spans as Parquet, a row each: its units (`start`, `end`, `tokens`, and `firings` of each), the
 * latents that fire in them in turn (`feature`, `value`), its mean state, the states of its units in turn
 * (`unitState`, 8-bit integers, and the `unitScale` of each), and what statistics need of it: each latent
 * with its largest activation and the number of units in which it is present. The same spans give the same
 * bytes.
 * @param pooled of the same spans
 */
export function writePart(
  { kind, span, units }: PartSpans,
  pooled: Activations,
  info: PartInfo,
): Uint8Array<ArrayBuffer> {
  const rows = Array.from(kind, (_, j) => listsOf(units, pooled, j))
  const writer = new ByteWriter()
  void parquetWrite({
    writer,
    schema: schema as NonNullable<Parameters<typeof parquetWrite>[0]['schema']>,
    columnData: [
      { name: 'kind', data: [...kind] },
      { name: 'span', data: Int32Array.from(span) },
      ...names.map((name) => ({ name, data: rows.map((row) => Array.from(row[name])), statistics: false })),
    ],
    kvMetadata: [{ key: 'whittle', value: JSON.stringify({ format: FORMAT, ...info }) }],
    createdBy: 'whittle',
  })
  return writer.getBytes()
}

function listsOf(units: UnitTable, pooled: Activations, j: number): Lists {
  const [first, last] = [units.unitPtr[j]!, units.unitPtr[j + 1]!]
  const [from, to] = [units.indptr[first]!, units.indptr[last]!]
  const [latent, end] = [pooled.indptr[j]!, pooled.indptr[j + 1]!]
  return {
    start: units.start.subarray(first, last),
    end: units.end.subarray(first, last),
    tokens: units.tokens.subarray(first, last),
    firings: units.indptr.subarray(first, last).map((at, k) => units.indptr[first + k + 1]! - at),
    feature: units.feature.subarray(from, to),
    value: units.value.subarray(from, to),
    state: units.state.subarray(j * units.dim, (j + 1) * units.dim),
    unitState: units.unitStates?.value.subarray(first * units.dim, last * units.dim) ?? [],
    unitScale: units.unitStates?.scale.subarray(first, last) ?? [],
    latent: pooled.feature.subarray(latent, end),
    max: pooled.max.subarray(latent, end),
    present: pooled.count.subarray(latent, end),
  }
}

/** Bytes as hyparquet reads them. */
const bufferOf = (bytes: Uint8Array) => ({
  byteLength: bytes.length,
  slice: (start: number, end?: number) => Promise.resolve(new Uint8Array(bytes.subarray(start, end)).buffer),
})

/** Reads only what a part says of itself. @throws WhittleError where the bytes are no part */
export async function readPartInfo(bytes: Uint8Array): Promise<PartInfo> {
  const { key_value_metadata: metadata = [] } = await parquetMetadataAsync(bufferOf(bytes)).catch(() => {
    throw broken('it is no Parquet file')
  })
  const text = metadata.find(({ key }: KeyValue) => key === 'whittle')?.value ?? ''
  const parsed = partInfo.safeParse(parseJson(text))
  if (!parsed.success) throw broken('it does not say what it holds')
  return parsed.data
}

/** Reads what {@link writePart} wrote. @throws WhittleError where the bytes are no part, or damaged */
export async function readPart(bytes: Uint8Array): Promise<PartSpans & { readonly info: PartInfo }> {
  const info = await readPartInfo(bytes)
  const rows = (await parquetReadObjects({ file: bufferOf(bytes) }).catch(() => {
    throw broken('its rows cannot be read')
  })) as (Lists & { readonly kind: SpanBatch['kind']; readonly span: number })[]
  return { info, kind: rows.map(({ kind }) => kind), span: rows.map(({ span }) => span), units: joined(rows) }
}

function joined(rows: readonly Lists[]): UnitTable {
  const flat = (name: keyof Lists) => rows.flatMap((row) => Array.from(row[name]))
  const pointers = (counts: readonly number[]) => {
    const sums = new Uint32Array(counts.length + 1)
    counts.forEach((count, i) => (sums[i + 1] = sums[i]! + count))
    return sums
  }
  const [feature, value, firings] = [flat('feature'), flat('value'), flat('firings')]
  const unitStates = { value: Int8Array.from(flat('unitState')), scale: Float32Array.from(flat('unitScale')) }
  const units = {
    spans: rows.length,
    unitPtr: pointers(rows.map(({ firings }) => firings.length)),
    start: Uint32Array.from(flat('start')),
    end: Uint32Array.from(flat('end')),
    tokens: Uint16Array.from(flat('tokens')),
    indptr: pointers(firings),
    feature: Uint16Array.from(feature),
    value: Float32Array.from(value),
    state: Float32Array.from(flat('state')),
    dim: rows[0]?.state.length ?? 0,
    unitStates,
  }
  const fits =
    units.indptr.at(-1) === feature.length &&
    value.length === feature.length &&
    [units.start, units.end, units.tokens].every(({ length }) => length === firings.length) &&
    units.state.length === units.spans * units.dim &&
    unitStates.value.length === firings.length * units.dim &&
    unitStates.scale.length === firings.length
  if (!fits) throw broken('its columns do not fit together')
  return units
}

/**
 * Every span of a dataset in one table, as `Extraction.all` gives it: the responses, then the prompts.
 * @throws WhittleError where parts are missing, are there twice, or are of different data or extractors
 */
export function joinParts(parts: readonly (PartSpans & { readonly info: PartInfo })[]): UnitTable {
  const first = parts[0]?.info
  if (!first) throw broken('there are none')
  const same = ['dataset', 'encoder', 'engine', 'dictionary', 'pairs', 'groups', 'parts'] as const
  if (parts.some(({ info }) => same.some((key) => info[key] !== first[key])))
    throw broken('they are of different data, or of different extractors')
  const there = new Set(parts.map(({ info }) => info.part))
  const missing = Array.from({ length: first.parts }, (_, part) => part).filter((part) => !there.has(part))
  if (missing.length > 0) {
    const [some, more] = [missing.slice(0, 5).map((part) => part + 1), missing.length - 5]
    throw new WhittleError(
      'bad-file',
      `${missing.length} of ${first.parts} parts are missing (${some.join(', ')}${more > 0 ? ', …' : ''}): run the shards again; what is there is kept.`,
    )
  }
  const responses = 2 * first.pairs
  const addresses = new Array<SpanAddress>(responses + first.groups)
  let placed = 0
  parts.forEach(({ kind, span }, table) => {
    kind.forEach((what, at) => {
      const to = what === 'response' ? span[at]! : responses + span[at]!
      if (!addresses[to] && to < addresses.length) placed++
      addresses[to] = { table, span: at }
    })
  })
  const rows = parts.reduce((sum, { span }) => sum + span.length, 0)
  if (placed !== addresses.length || placed !== rows) throw broken('their spans are not those of the data')
  return gatherUnits(
    parts.map(({ units }) => units),
    addresses,
  )
}

const broken = (why: string) =>
  new WhittleError('bad-file', `These are not parts that whittle extract wrote: ${why}.`)
