/** As `filter`, which gathers what stays in a list and takes five times as long. */
export function pick(indices: Uint32Array, stays: (index: number) => boolean): Uint32Array {
  const some = new Uint32Array(indices.length)
  let count = 0
  for (let k = 0; k < indices.length; k++) if (stays(indices[k]!)) some[count++] = indices[k]!
  return some.slice(0, count)
}

/** As `Float64Array.from`, which asks an iterator for each index and takes nine times as long. */
export function valuesAt(indices: Uint32Array, value: (index: number) => number): Float64Array {
  const values = new Float64Array(indices.length)
  for (let k = 0; k < indices.length; k++) values[k] = value(indices[k]!)
  return values
}
