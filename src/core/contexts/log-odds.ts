/** Strength of the prior, in pseudo-observations of each group. */
const PRIOR = 50

/**
 * How much commoner each thing is in a group than outside it: z scores of the log-odds ratio with an informative Dirichlet
 * prior, which has the proportions of all groups together (Monroe, Colaresi & Quinn 2008, eqs. 15–22).
 * @param inside counts in the group, by thing
 * @param all counts over all groups, the group's own included
 */
export function logOddsZ(inside: Float64Array, all: Float64Array): Float64Array {
  const total = all.reduce((sum, count) => sum + count, 0)
  const totalIn = inside.reduce((sum, count) => sum + count, 0)
  const totalOut = total - totalIn
  return inside.map((count, w) => {
    const prior = (PRIOR * all[w]!) / total
    const own = count + prior
    const other = all[w]! - count + prior
    if (own === 0) return 0
    const delta = Math.log(own / (totalIn + PRIOR - own)) - Math.log(other / (totalOut + PRIOR - other))
    return delta / Math.sqrt(1 / own + 1 / other)
  })
}
