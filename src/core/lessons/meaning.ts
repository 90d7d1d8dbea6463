import type { Dictionary } from '../dictionary.ts'
import type { Meaning } from './groups.ts'

/** How near labels are in meaning, from what the dictionary ships with. */
export function meaningOf({ near }: Pick<Dictionary, 'near'>): Meaning {
  const key = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`)
  const cosine = new Map(near.map(([a, b, value]) => [key(a, b), value]))
  return (a, b) => cosine.get(key(a, b)) ?? 0
}
