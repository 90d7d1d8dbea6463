import { sharedFloat32, sharedUint32 } from './shared-columns.ts'
import { emptyUnitStates, unitStateRange, type UnitStates } from './unit-states.ts'

/**
 * What the extractor returns for a list of spans, unit by unit. A unit is a sentence or a token; its
 * character range is [start, end) in the span's text. Sparse rows: the features that fire in unit k are
 * feature[indptr[k] .. indptr[k+1]), with their activations in `value` (all above the feature's threshold θ).
 */
export interface UnitTable {
  readonly spans: number
  /** Length spans + 1: the units of span j are unitPtr[j] .. unitPtr[j+1]. */
  readonly unitPtr: Uint32Array
  /** Per unit. */
  readonly start: Uint32Array
  readonly end: Uint32Array
  readonly tokens: Uint16Array
  /** Length units + 1. */
  readonly indptr: Uint32Array
  /** Per firing. */
  readonly feature: Uint16Array
  readonly value: Float32Array
  /** spans × dim, row by row: token-weighted mean of the unit states; zeros for a span without units. */
  readonly state: Float32Array
  readonly dim: number
  /** The state of every unit; left out of tables that were stored before Whittle kept them. */
  readonly unitStates?: UnitStates
}

/**
 * Span × feature, compressed sparse rows: `max` over units and `count` of units where the feature is present.
 * For the dictionary, an entry exists where a unit fires (a > θ); count counts only units with a ≥ presence.
 * For detectors and phrases the whole response is one unit: count is 0 or 1, and max is the detector's value.
 */
export interface Activations {
  readonly spans: number
  readonly features: number
  /** Length spans + 1. */
  readonly indptr: Uint32Array
  readonly feature: Uint32Array
  readonly max: Float32Array
  readonly count: Uint32Array
  /** Units per span. */
  readonly units: Uint32Array
}

/**
 * The same by column over one joint feature space (dictionary, then detectors, then phrases): the statistics
 * iterate over features, not spans. Spans ascend within a feature.
 */
export interface FeatureColumns {
  readonly spans: number
  readonly features: number
  /** Length features + 1. */
  readonly indptr: Uint32Array
  readonly span: Uint32Array
  readonly max: Float32Array
  /** Share of the span's units where the feature is present, 0 to 1. */
  readonly freq: Float32Array
}

/**
 * Pools units into spans.
 * @param presence per feature: the level from which it counts as present
 */
export function poolUnits(units: UnitTable, presence: Float32Array): Activations {
  const features = presence.length
  const indptr = new Uint32Array(units.spans + 1)
  const feature: number[] = []
  const max: number[] = []
  const count: number[] = []
  const unitCount = new Uint32Array(units.spans)
  const slot = new Int32Array(features).fill(-1)
  for (let span = 0; span < units.spans; span++) {
    const first = units.unitPtr[span]!
    const last = units.unitPtr[span + 1]!
    unitCount[span] = last - first
    const base = feature.length
    for (let k = units.indptr[first]!; k < units.indptr[last]!; k++) {
      const f = units.feature[k]!
      const value = units.value[k]!
      let at = slot[f]!
      if (at < base) {
        at = slot[f] = feature.length
        feature.push(f)
        max.push(value)
        count.push(0)
      }
      if (value > max[at]!) max[at] = value
      if (value >= presence[f]!) count[at] = count[at]! + 1
    }
    indptr[span + 1] = feature.length
  }
  return {
    spans: units.spans,
    features,
    indptr,
    feature: Uint32Array.from(feature),
    max: Float32Array.from(max),
    count: Uint32Array.from(count),
    units: unitCount,
  }
}

/**
 * Joins tables over the same spans into columns; the features of each table follow those of the one before
 * it.
 * @throws RangeError when the tables disagree on the number of spans
 */
export function featureColumns(blocks: readonly Activations[]): FeatureColumns {
  const spans = blocks[0]?.spans ?? 0
  for (const block of blocks) {
    if (block.spans !== spans) throw new RangeError(`blocks of ${spans} and ${block.spans} spans`)
  }
  const features = blocks.reduce((sum, block) => sum + block.features, 0)
  const entries = blocks.reduce((sum, block) => sum + block.feature.length, 0)
  const indptr = sharedUint32(features + 1)
  let offset = 0
  for (const block of blocks) {
    for (const f of block.feature) indptr[offset + f + 1]!++
    offset += block.features
  }
  for (let f = 0; f < features; f++) indptr[f + 1]! += indptr[f]!
  const next = indptr.slice(0, features)
  const span = sharedUint32(entries)
  const max = sharedFloat32(entries)
  const freq = sharedFloat32(entries)
  offset = 0
  for (const block of blocks) {
    for (let j = 0; j < spans; j++) {
      for (let k = block.indptr[j]!; k < block.indptr[j + 1]!; k++) {
        const at = next[offset + block.feature[k]!]!++
        span[at] = j
        max[at] = block.max[k]!
        freq[at] = block.count[k]! / block.units[j]!
      }
    }
    offset += block.features
  }
  return { spans, features, indptr, span, max, freq }
}

/** The columns with the features of a block, over the same spans, after their own. */
export function appendFeatures(columns: FeatureColumns, block: Activations): FeatureColumns {
  const added = featureColumns([block])
  const [before, more] = [columns.indptr.at(-1)!, added.indptr.at(-1)!]
  const indptr = sharedUint32(columns.features + added.features + 1)
  indptr.set(columns.indptr)
  added.indptr.forEach((at, f) => (indptr[columns.features + f] = before + at))
  const joined = {
    span: sharedUint32(before + more),
    max: sharedFloat32(before + more),
    freq: sharedFloat32(before + more),
  }
  for (const name of ['span', 'max', 'freq'] as const) {
    joined[name].set(columns[name])
    joined[name].set(added[name], before)
  }
  return { spans: columns.spans, features: columns.features + added.features, indptr, ...joined }
}

/** Where a span lies in a list of tables. */
export interface SpanAddress {
  readonly table: number
  readonly span: number
}

/**
 * Gathers spans from several tables into one, in the order of `addresses`. Tables that have spans share one
 * `dim`.
 */
export function gatherUnits(tables: readonly UnitTable[], addresses: readonly SpanAddress[]): UnitTable {
  const dim = tables.reduce((most, table) => Math.max(most, table.dim), 0)
  const spans = addresses.length
  const unitPtr = new Uint32Array(spans + 1)
  let firings = 0
  addresses.forEach((address, j) => {
    const table = tables[address.table]!
    const first = table.unitPtr[address.span]!
    const last = table.unitPtr[address.span + 1]!
    unitPtr[j + 1] = unitPtr[j]! + last - first
    firings += table.indptr[last]! - table.indptr[first]!
  })
  const units = unitPtr[spans]!
  const gathered = {
    spans,
    unitPtr,
    start: new Uint32Array(units),
    end: new Uint32Array(units),
    tokens: new Uint16Array(units),
    indptr: new Uint32Array(units + 1),
    feature: new Uint16Array(firings),
    value: new Float32Array(firings),
    state: sharedFloat32(spans * dim),
    dim,
  }
  const kept = addresses.every(({ table }) => tables[table]!.unitStates) && spans > 0
  const unitStates = kept ? emptyUnitStates(units, dim) : null
  let firing = 0
  addresses.forEach((address, j) => {
    const table = tables[address.table]!
    const first = table.unitPtr[address.span]!
    const last = table.unitPtr[address.span + 1]!
    const from = table.indptr[first]!
    const to = table.indptr[last]!
    const unit = unitPtr[j]!
    gathered.start.set(table.start.subarray(first, last), unit)
    gathered.end.set(table.end.subarray(first, last), unit)
    gathered.tokens.set(table.tokens.subarray(first, last), unit)
    for (let k = first; k < last; k++) {
      gathered.indptr[unit + k - first + 1] = firing + table.indptr[k + 1]! - from
    }
    gathered.feature.set(table.feature.subarray(from, to), firing)
    gathered.value.set(table.value.subarray(from, to), firing)
    gathered.state.set(table.state.subarray(address.span * dim, (address.span + 1) * dim), j * dim)
    if (unitStates) {
      const own = unitStateRange(table.unitStates!, dim, first, last)
      unitStates.value.set(own.value, unit * dim)
      unitStates.scale.set(own.scale, unit)
    }
    firing += to - from
  })
  return unitStates ? { ...gathered, unitStates } : gathered
}

/** Spans [from, to), as views of the same columns. */
export function spanRange(units: UnitTable, from: number, to: number): UnitTable {
  const [first, last] = [units.unitPtr[from]!, units.unitPtr[to]!]
  const [firing, end] = [units.indptr[first]!, units.indptr[last]!]
  return {
    spans: to - from,
    unitPtr: units.unitPtr.subarray(from, to + 1).map((unit) => unit - first),
    start: units.start.subarray(first, last),
    end: units.end.subarray(first, last),
    tokens: units.tokens.subarray(first, last),
    indptr: units.indptr.subarray(first, last + 1).map((at) => at - firing),
    feature: units.feature.subarray(firing, end),
    value: units.value.subarray(firing, end),
    state: units.state.subarray(from * units.dim, to * units.dim),
    dim: units.dim,
    ...(units.unitStates && { unitStates: unitStateRange(units.unitStates, units.dim, first, last) }),
  }
}

/** The rows of some spans, in the order of `spans`. */
export function selectSpans(activations: Activations, spans: ArrayLike<number>): Activations {
  const indptr = new Uint32Array(spans.length + 1)
  for (let j = 0; j < spans.length; j++) {
    const span = spans[j]!
    indptr[j + 1] = indptr[j]! + activations.indptr[span + 1]! - activations.indptr[span]!
  }
  const entries = indptr[spans.length]!
  const selected = {
    spans: spans.length,
    features: activations.features,
    indptr,
    feature: new Uint32Array(entries),
    max: new Float32Array(entries),
    count: new Uint32Array(entries),
    units: Uint32Array.from(spans, (span) => activations.units[span]!),
  }
  for (let j = 0; j < spans.length; j++) {
    const from = activations.indptr[spans[j]!]!
    const to = activations.indptr[spans[j]! + 1]!
    selected.feature.set(activations.feature.subarray(from, to), indptr[j]!)
    selected.max.set(activations.max.subarray(from, to), indptr[j]!)
    selected.count.set(activations.count.subarray(from, to), indptr[j]!)
  }
  return selected
}

/** Moves row j to span to[j] of `spans`; `to` ascends, and the spans not listed are empty. */
export function placeSpans(activations: Activations, to: Uint32Array, spans: number): Activations {
  const indptr = new Uint32Array(spans + 1)
  const units = new Uint32Array(spans)
  to.forEach((span, j) => {
    indptr[span + 1] = activations.indptr[j + 1]! - activations.indptr[j]!
    units[span] = activations.units[j]!
  })
  for (let span = 0; span < spans; span++) indptr[span + 1]! += indptr[span]!
  return { ...activations, spans, indptr, units }
}
