import quantile from '@stdlib/stats-base-dists-normal-quantile'
import type { Sample } from '../stats/sample.ts'
import { correlationWith } from '../stats/correlation.ts'
import type { Candidate } from './candidate.ts'
import { conditionalScores, type DisparityColumn } from './conditional.ts'
import type { Group } from './groups.ts'

/** A phrase is a lesson of its own where it adds to the named lessons at this family-wise level, over all such phrases. */
const ADDS = 0.01

/**
 * Puts phrases that add nothing to the named groups under the one that they go with most: words that come with it.
 * @param column of a candidate's disparities
 */
export function placeLeftovers(
  groups: readonly Group[],
  candidates: readonly Candidate[],
  sample: Sample,
  column: (candidate: number) => DisparityColumn,
): Group[] {
  const isPhrase = ({ root }: Group) => candidates[root]!.tier === 'phrase'
  const phrases = groups.filter(isPhrase)
  const others = groups.filter((group) => !isPhrase(group))
  const named = others.filter(({ root }) => candidates[root]!.tier !== 'hidden')
  if (named.length === 0 || phrases.length === 0) return [...groups]
  const scores = conditionalScores(
    sample,
    named.map(({ root }) => column(root)),
    phrases.map(({ root }) => column(root)),
  )
  const enough = quantile(1 - ADDS / 2 / phrases.length, 0, 1)
  const roles = new Map(named.map((group) => [group, new Map(group.roles)]))
  const alone: Group[] = []
  phrases.forEach((group, k) => {
    const home =
      Math.abs(scores[k]!) >= enough ? undefined : nearest(group, named, candidates, sample, column)
    if (home === undefined) alone.push(group)
    else for (const c of group.roles.keys()) roles.get(home)!.set(c, 'comes-with')
  })
  return [...others.map((group) => ({ ...group, roles: roles.get(group) ?? group.roles })), ...alone]
}

/**
 * The named group whose disparity goes with a phrase's most, in the direction that both lean; a confirmed phrase goes with a
 * confirmed one.
 */
function nearest(
  { root: phrase, roles }: Group,
  named: readonly Group[],
  candidates: readonly Candidate[],
  { n, labels }: Sample,
  column: (candidate: number) => DisparityColumn,
): Group | undefined {
  const own = column(phrase)
  // Of single responses, what goes together is being there, whatever the label.
  const plain = (u: Float32Array) => (labels ? u.map(Math.abs) : u)
  const dense = new Float64Array(n)
  const values = plain(own.u)
  own.pair.forEach((i, k) => (dense[i] = values[k]!))
  const correlation = correlationWith(dense)
  let best: Group | undefined
  let most = 0
  const confirmed = ({ root }: Group) => candidates[root]!.hypothesis.confirmed
  const surely = [...roles.keys()].some((c) => candidates[c]!.hypothesis.confirmed)
  const homes = surely && named.some(confirmed) ? named.filter(confirmed) : named
  for (const group of homes) {
    const { pair, u } = column(group.root)
    const agree = candidates[group.root]!.sign * candidates[phrase]!.sign * correlation(pair, plain(u))
    if (agree > most) [best, most] = [group, agree]
  }
  return best
}
