/** The distinct rows of some columns, and how many pairs have each. */
export interface Patterns {
  /** Patterns × columns, row by row. */
  readonly rows: Float64Array
  readonly counts: Float64Array
}

/** Disparities take few values, so pairs fall into few patterns: what is fitted on patterns costs next to nothing. */
export function patternsOf(columns: readonly Float64Array[], pairs: Uint32Array): Patterns {
  const id = new Uint32Array(pairs.length)
  let known = 1
  for (const column of columns) {
    const level = new Map<number, number>()
    const joint = new Map<number, number>()
    const before = known
    pairs.forEach((i, at) => {
      const x = column[i]!
      let l = level.get(x)
      if (l === undefined) level.set(x, (l = level.size))
      // Levels are numbered as they come: key by (level, pattern so far) is unique whatever their number.
      const key = l * before + id[at]!
      let j = joint.get(key)
      if (j === undefined) joint.set(key, (j = joint.size))
      id[at] = j
    })
    known = joint.size
  }
  const counts = new Float64Array(known)
  const rows = new Float64Array(known * columns.length)
  id.forEach((pattern, at) => {
    if (counts[pattern]!++ > 0) return
    columns.forEach((column, m) => (rows[pattern * columns.length + m] = column[pairs[at]!]!))
  })
  return { rows, counts }
}
