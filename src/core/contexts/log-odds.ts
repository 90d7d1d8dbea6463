/** Strength of the prior, in pseudo-observations of each group. */
const PRIOR = 50

/**
 * How much more common an item is in a group than outside it: z score of the log-odds ratio with an
 * informative Dirichlet prior, which has the proportions of all groups together (Monroe, Colaresi & Quinn
 * 2008, eqs. 15–22).
 * @param inside occurrences in the group, of `totalIn` occurrences of all items there
 * @param all occurrences in all groups, this one included, of `total`
 */
export function logOddsZ(inside: number, totalIn: number, all: number, total: number): number {
  const prior = (PRIOR * all) / total
  const own = inside + prior
  const other = all - inside + prior
  const delta = Math.log(own / (totalIn + PRIOR - own)) - Math.log(other / (total - totalIn + PRIOR - other))
  return delta / Math.sqrt(1 / own + 1 / other)
}
