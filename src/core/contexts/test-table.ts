/**
 * (concept, context) pairs tested, as columns: a scope has a hundred thousand of them, and that many objects
 * would cost more than their statistics.
 */
export interface TestTable extends ContrastTable {
  readonly length: number
  /** Index of the block, of the column and of the set within it. */
  readonly block: Uint32Array
  readonly column: Uint32Array
  readonly context: Uint32Array
  /** Length-adjusted score statistic of the effect inside. */
  readonly score: Float64Array
  /** Two-sided: the larger of that of the effect inside and that of Δ; 1 where their signs differ. */
  readonly p: Float64Array
  /** Benjamini–Hochberg over the scope, p weighted by lift. */
  readonly q: Float64Array
  /**
   * Family-wise over the scope: the larger of that of the effect inside and that of the difference from
   * elsewhere.
   */
  readonly pPermutation: Float64Array
  /** 1 where the test is confirmed. */
  readonly confirmed: Uint8Array
  /**
   * Smallest |meanIn| detected with probability 0.8 at the scope's family-wise level; NaN where none is.
   */
  readonly detectable: Float64Array
}

/** Concepts inside contexts against outside, one a row. Means are of u over pairs; they need no model. */
export interface ContrastTable {
  /** Pairs inside with u ≠ 0, and those among them where the chosen side has more. */
  readonly discordant: Float64Array
  readonly wins: Float64Array
  readonly meanIn: Float64Array
  readonly meanOut: Float64Array
  /** Δ = meanIn − meanOut. */
  readonly delta: Float64Array
  /** Standard error of Δ clustered by prompt group; Welch's where every group is one pair. */
  readonly se: Float64Array
  /** Cohen's d: Δ over the pooled standard deviation of u. */
  readonly d: Float64Array
  /** Δ on the pairs of either half. */
  readonly deltaA: Float64Array
  readonly deltaB: Float64Array
  /** Share of the concept's discordance inside, over the context's share of pairs. */
  readonly lift: Float64Array
}

/** One row of contrasts. */
export type Contrast = { readonly [Field in keyof ContrastTable]: number }

export function testTable(length: number): TestTable {
  const column = () => new Float64Array(length)
  return {
    length,
    discordant: column(),
    wins: column(),
    meanIn: column(),
    meanOut: column(),
    delta: column(),
    se: column(),
    d: column(),
    deltaA: column(),
    deltaB: column(),
    lift: column(),
    block: new Uint32Array(length),
    column: new Uint32Array(length),
    context: new Uint32Array(length),
    score: column(),
    p: column(),
    q: column(),
    pPermutation: column(),
    confirmed: new Uint8Array(length),
    detectable: column(),
  }
}

/** Writes a contrast into a row. */
export function writeContrast(tests: ContrastTable, row: number, contrast: Contrast): void {
  tests.discordant[row] = contrast.discordant
  tests.wins[row] = contrast.wins
  tests.meanIn[row] = contrast.meanIn
  tests.meanOut[row] = contrast.meanOut
  tests.delta[row] = contrast.delta
  tests.se[row] = contrast.se
  tests.d[row] = contrast.d
  tests.deltaA[row] = contrast.deltaA
  tests.deltaB[row] = contrast.deltaB
  tests.lift[row] = contrast.lift
}

/** The tests of one block. */
export const testsOf = ({ block }: TestTable, wanted: number): Uint32Array =>
  Uint32Array.from(block.keys()).filter((t) => block[t] === wanted)
