import { permutation, random } from '../random.ts'
import { sigmoid } from '../stats/logistic.ts'
import type { VerdictKind } from '../verdict.ts'
import { pick } from '../indices.ts'

const MAX_ROUNDS = 50
/** The score is efficient: an error this small in γ moves it by the square. */
const TOLERANCE = 1e-6

/**
 * The pairs that a verdict may drop, first to go first: to suppress, pairs where the concept speaks for the
 * chosen side (Δz > 0), largest Δz first, since b·Δz is the part of a pair's log-odds that the concept
 * explains; to amplify, pairs where it speaks against, most negative first. Ties, the rule for a detector, go
 * in a random order that only the seed decides: file order would drop the start of the file.
 */
export function dropOrder(delta: Float64Array, verdict: VerdictKind, seed: number): Uint32Array {
  const sign = verdict === 'suppress' ? 1 : -1
  const speaking = pick(permutation(delta.length, random(seed)), (i) => sign * delta[i]! > 0)
  return speaking.sort((i, j) => sign * (delta[j]! - delta[i]!))
}

/**
 * The pairs that a relabelling may flip, first to go first: of the same pairs those whose label everything
 * but the concept speaks most against, so that a flip undoes the concept's work and little else.
 * @param logOdds of the label without the concept, of the pairs that may be flipped
 */
export function flipOrder(
  delta: Float64Array,
  verdict: VerdictKind,
  seed: number,
  logOdds: (pairs: Uint32Array) => Float64Array,
): Uint32Array {
  const order = dropOrder(delta, verdict, seed)
  const rest = logOdds(order)
  return order.sort((i, j) => rest[i]! - rest[j]!)
}

export interface DropProblem {
  /** Δz per pair; negated to amplify, and `target` with it. */
  readonly delta: Float64Array
  /** Δlog length per pair; null where the concept is length itself. */
  readonly length: Float64Array | null
  /** The pairs still there that may go (Δz > 0), first to go first. */
  readonly candidates: ArrayLike<number>
  /** Pairs already dropped. */
  readonly dropped: Uint8Array
  /** The coefficient of Δz to come down to. */
  readonly target: number
  /** Pairs that go are not dropped: their sides are exchanged. */
  readonly flip?: boolean
}

/**
 * The smallest k such that, without the first k candidates (or with them flipped), the coefficient of Δz in
 * P(chosen) = σ(b·Δz + γ·Δlog length), fitted as in `fitReliance`, is at most `target`.
 *
 * The likelihood is concave, so b̂ ≤ target exactly when the profile score at b = target, γ = γ̂(k), is at
 * most 0. One pass gives that score for every k: suffix sums of the score and of the information, with γ
 * moved by one Newton step; passes repeat at the γ found until k stands still.
 * @returns k and whether the target was reached; k is all candidates where it was not
 */
export function dropCount(problem: DropProblem): { readonly count: number; readonly reached: boolean } {
  const { delta, length, candidates, dropped, target, flip = false } = problem
  const pairs = delta.length
  const residual = new Float64Array(pairs)
  let gamma = 0
  let count = -1
  let reached = false
  for (let round = 0; round < MAX_ROUNDS; round++) {
    let scoreB = 0.5 - sigmoid(target)
    let scoreG = 0.5 - sigmoid(gamma)
    let infoBG = 0
    let infoGG = sigmoid(gamma) * sigmoid(-gamma)
    for (let i = 0; i < pairs; i++) {
      if (dropped[i]) continue
      const x = delta[i]!
      const l = length ? length[i]! : 0
      const r = (residual[i] = 1 / (1 + Math.exp(target * x + gamma * l)))
      const lw = l * r * (1 - r)
      scoreB += x * r
      scoreG += l * r
      infoBG += x * lw
      infoGG += l * lw
    }
    let k = 0
    // Rounding in the sums must not turn "nothing to do" into one pair.
    const slack = 1e-9 * (1 + Math.abs(scoreB))
    while ((reached = scoreB - (infoBG / infoGG) * scoreG <= slack) === false && k < candidates.length) {
      const i = candidates[k++]!
      const l = length ? length[i]! : 0
      if (flip) {
        // The mirror image has −x, −l and residual 1 − r, so its terms differ by −x and −l; its information
        // is the same.
        scoreB -= delta[i]!
        scoreG -= l
        continue
      }
      const r = residual[i]!
      const lw = l * r * (1 - r)
      scoreB -= delta[i]! * r
      scoreG -= l * r
      infoBG -= delta[i]! * lw
      infoGG -= l * lw
    }
    const move = length ? scoreG / infoGG : 0
    gamma += Math.max(-2, Math.min(2, move))
    if (k === count && Math.abs(move) < TOLERANCE) break
    count = k
  }
  return { count, reached }
}
