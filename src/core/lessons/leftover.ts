import quantile from '@stdlib/stats-base-dists-normal-quantile'
import { assignFolds, positionIndex, rowsInFold, type Sample, subsample } from '../stats/sample.ts'
import { correlationWith } from '../stats/correlation.ts'
import type { Candidate } from './candidate.ts'
import { conditionalScores, type DisparityColumn } from './conditional.ts'
import type { Group } from './groups.ts'

/**
 * A phrase is a lesson of its own where it adds to the named lessons at this family-wise level, over all such
 * phrases.
 */
const ADDS = 0.01

/** Named lessons that are held fixed, the surest and strongest; pairs that they are fitted on, about. */
const MOST_GIVEN = 60
const MOST_PAIRS = 20_000

/** What phrases are held against: columns over a part of the pairs. */
interface Part {
  readonly sample: Sample
  readonly column: (candidate: number) => DisparityColumn
}

/** Some pairs of a sample, and of those a random part by prompt groups where they are many. */
function partOf(
  whole: Sample,
  within: Uint32Array | null,
  column: (candidate: number) => DisparityColumn,
): Part {
  const scope = within ? subsample(whole, within) : whole
  if (scope === whole && whole.n <= MOST_PAIRS) return { sample: whole, column }
  const folds = assignFolds(scope, Math.max(1, Math.ceil(scope.n / MOST_PAIRS)), 0)
  const kept = rowsInFold(folds, (fold) => fold === 0)
  const rows = within ? kept.map((i) => within[i]!) : kept
  const position = positionIndex(whole.n, rows)
  const cut = ({ pair, u }: DisparityColumn): DisparityColumn => {
    const own = Uint32Array.from(pair.keys()).filter((k) => position[pair[k]!]! >= 0)
    return { pair: own.map((k) => position[pair[k]!]!), u: Float32Array.from(own, (k) => u[k]!) }
  }
  const known = new Map<number, DisparityColumn>()
  return {
    sample: subsample(whole, rows),
    column: (candidate) => {
      const own = known.get(candidate) ?? cut(column(candidate))
      known.set(candidate, own)
      return own
    },
  }
}

/**
 * Puts phrases that add nothing to the named groups under the one that they go with most: words that come
 * with it.
 * @param within pairs, ascending, that the candidates were tested on; null for all
 * @param column of a candidate's disparities
 */
export function placeLeftovers(
  groups: readonly Group[],
  candidates: readonly Candidate[],
  whole: Sample,
  within: Uint32Array | null,
  column: (candidate: number) => DisparityColumn,
): Group[] {
  const isPhrase = ({ root }: Group) => candidates[root]!.tier === 'phrase'
  const phrases = groups.filter(isPhrase)
  const others = groups.filter((group) => !isPhrase(group))
  const named = others.filter(({ root }) => candidates[root]!.tier !== 'hidden')
  if (named.length === 0 || phrases.length === 0) return [...groups]
  const confirmed = ({ root }: Group) => candidates[root]!.hypothesis.confirmed
  const given = [...named.filter(confirmed), ...named.filter((one) => !confirmed(one))].slice(0, MOST_GIVEN)
  const part = partOf(whole, within, column)
  const scores = conditionalScores(
    part.sample,
    given.map(({ root }) => part.column(root)),
    phrases.map(({ root }) => part.column(root)),
  )
  const enough = quantile(1 - ADDS / 2 / phrases.length, 0, 1)
  const roles = new Map(given.map((group) => [group, new Map(group.roles)]))
  const alone: Group[] = []
  phrases.forEach((group, k) => {
    // A confirmed phrase goes with a confirmed lesson.
    const surely = [...group.roles.keys()].some((c) => candidates[c]!.hypothesis.confirmed)
    const homes = surely && given.some(confirmed) ? given.filter(confirmed) : given
    const adds = Math.abs(scores[k]!) >= enough
    const home = adds ? undefined : nearest(group.root, homes, candidates, part)
    if (home === undefined) alone.push(group)
    else for (const c of group.roles.keys()) roles.get(home)!.set(c, 'comes-with')
  })
  return [...others.map((group) => ({ ...group, roles: roles.get(group) ?? group.roles })), ...alone]
}

/** The group whose disparity goes with a phrase's most, in the direction that both lean. */
function nearest(
  phrase: number,
  homes: readonly Group[],
  candidates: readonly Candidate[],
  { sample: { n, labels }, column }: Part,
): Group | undefined {
  const own = column(phrase)
  // Of single responses, what goes together is being there, whatever the label.
  const plain = (u: DisparityColumn['u']) => (labels ? u.map(Math.abs) : u)
  const dense = new Float64Array(n)
  const values = plain(own.u)
  own.pair.forEach((i, k) => (dense[i] = values[k]!))
  const correlation = correlationWith(dense)
  let best: Group | undefined
  let most = 0
  for (const group of homes) {
    const { pair, u } = column(group.root)
    const agree = candidates[group.root]!.sign * candidates[phrase]!.sign * correlation(pair, plain(u))
    if (agree > most) [best, most] = [group, agree]
  }
  return best
}
