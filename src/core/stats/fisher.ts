/** Outcomes within this factor of the observed one's probability count as equally probable (rounding). */
const TIE = 1 + 1e-7

/**
 * Fisher's exact test, two-sided: probability under random labels of a 2 × 2 table that is no more probable
 * than the observed one (Fisher 1935).
 * @param wins good ones among the `present` responses with the concept, of `n` responses of which `goods` are
 * good
 * @example
 * // Fisher's tea: of 8 cups 4 are called right, 3 of them are.
 * fisherTest(3, 4, 4, 8) // → 34 / 70
 */
export function fisherTest(wins: number, present: number, goods: number, n: number): number {
  const least = Math.max(0, present + goods - n)
  const most = Math.min(present, goods)
  // Probabilities up to a common factor, from the mode outwards, so that none overflows.
  const mode = Math.min(most, Math.max(least, Math.floor(((present + 1) * (goods + 1)) / (n + 2))))
  const weight = new Float64Array(most - least + 1)
  weight[mode - least] = 1
  const ratio = (k: number) => ((present - k) * (goods - k)) / ((k + 1) * (n - present - goods + k + 1))
  for (let k = mode; k < most; k++) weight[k + 1 - least] = weight[k - least]! * ratio(k)
  for (let k = mode; k > least; k--) weight[k - 1 - least] = weight[k - least]! / ratio(k - 1)
  const observed = weight[wins - least]! * TIE
  let [all, extreme] = [0, 0]
  for (const value of weight) {
    all += value
    if (value <= observed) extreme += value
  }
  return Math.min(1, extreme / all)
}
