/** Exact 95% interval of a share (Clopper & Pearson 1934), by bisection on the binomial tails. */
export function interval(hits: number, trials: number): [number, number] {
  const cdf = (k: number, p: number) => {
    let term = (1 - p) ** trials
    let sum = k < 0 ? 0 : term
    for (let i = 1; i <= k; i++) sum += term *= ((trials - i + 1) / i) * (p / (1 - p))
    return sum
  }
  const solve = (above: (p: number) => boolean) => {
    let [low, high] = [0, 1]
    for (let step = 0; step < 50; step++) {
      const middle = (low + high) / 2
      if (above(middle)) high = middle
      else low = middle
    }
    return Number(low.toFixed(4))
  }
  return [
    hits === 0 ? 0 : solve((p) => 1 - cdf(hits - 1, p) > 0.025),
    hits === trials ? 1 : solve((p) => cdf(hits, p) < 0.025),
  ]
}
