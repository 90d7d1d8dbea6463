import type { Dictionary } from '../dictionary.ts'

/** Which concepts' labels are near in meaning. */
export interface Meaning {
  /** Cosine of two concepts' labels; 0 where it is not known, which it is for near ones only. */
  nearness(a: string, b: string): number
  /** Ids of the concepts that are near one. */
  nearTo(concept: string): readonly string[]
}

/** From what the dictionary ships with. */
export function meaningOf({ near }: Pick<Dictionary, 'near'>): Meaning {
  const partners = new Map<string, Map<string, number>>()
  const put = (a: string, b: string, cosine: number) => {
    const own = partners.get(a) ?? new Map<string, number>()
    partners.set(a, own.set(b, cosine))
  }
  for (const [a, b, cosine] of near) {
    put(a, b, cosine)
    put(b, a, cosine)
  }
  return {
    nearness: (a, b) => partners.get(a)?.get(b) ?? 0,
    nearTo: (concept) => [...(partners.get(concept)?.keys() ?? [])],
  }
}
