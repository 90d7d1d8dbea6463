import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pairTable } from '../../../src/core/pairs.ts'
import { promptLeanings, sharingPrompts } from '../../../src/core/workspace/pair-map.ts'
import { bundledDictionary } from '../../../src/encoder/node.ts'
import { dictionaryFolder } from '../../../src/encoder/node-model.ts'

describe('the map of the bundled dictionary', () => {
  it('is of this dictionary, with a finite point for every latent and no two on one spot', async () => {
    const { sha256, latents } = await bundledDictionary()
    const map = JSON.parse(readFileSync(join(dictionaryFolder, 'map.json'), 'utf8')) as {
      dictionary: string
      x: number[]
      y: number[]
    }
    expect(map.dictionary).toBe(sha256)
    expect(map.x).toHaveLength(latents)
    expect(map.y).toHaveLength(latents)
    expect([...map.x, ...map.y].every(Number.isFinite)).toBe(true)
    expect(new Set(map.x.map((x, i) => `${x} ${map.y[i]}`)).size).toBeGreaterThan(0.99 * latents)
  })

  it('puts latents of one family nearer to each other than to others', async () => {
    const { features } = await bundledDictionary()
    const map = JSON.parse(readFileSync(join(dictionaryFolder, 'map.json'), 'utf8')) as Record<
      'x' | 'y',
      number[]
    >
    const nearest = features.map((_, i) => {
      let best = -1
      let least = Infinity
      for (let j = 0; j < features.length; j++) {
        const distance = Math.hypot(map.x[i]! - map.x[j]!, map.y[i]! - map.y[j]!)
        if (j !== i && distance < least) [best, least] = [j, distance]
      }
      return best
    })
    const inFamily = features.filter(({ family }) => family !== null)
    const same = inFamily.filter(({ id, family }) => features[nearest[id]!]!.family === family).length
    const size = new Map<number | null, number>()
    for (const { family } of inFamily) size.set(family, (size.get(family) ?? 0) + 1)
    const byChance = inFamily.reduce((sum, { family }) => sum + (size.get(family)! - 1) / features.length, 0)
    expect(same).toBeGreaterThan(3 * byChance)
  })
})

describe('leanings of prompts', () => {
  it('are the mean u over the pairs on the prompt, 0 where no pair differs', () => {
    const pair = (prompt: string, row: number) => ({ prompt, chosen: 'a', rejected: 'b', row })
    const pairs = pairTable([pair('p', 1), pair('q', 2), pair('p', 3), pair('r', 4)])
    const disparities = {
      pairs: 4,
      concepts: 2,
      indptr: Uint32Array.of(0, 1, 4),
      pair: Uint32Array.of(3, 0, 1, 2),
      u: Float32Array.of(1, 1, -1, -0.5),
      inChosen: new Uint32Array(2),
      inRejected: new Uint32Array(2),
    }
    expect(promptLeanings({ pairs, disparities }, 1, Uint32Array.of(0, 1, 3))).toEqual([0.25, -1, 0])
    expect(promptLeanings({ pairs, disparities }, 0, Uint32Array.of(2, 3))).toEqual([0, 1])
  })
})

describe('evidence near lassoed prompts', () => {
  const group = Uint32Array.of(0, 1, 0, 2, 1)

  it('is of every pair on these prompts', () => {
    expect([...sharingPrompts({ group }, [0, 3], null)]).toEqual([0, 2, 3])
  })

  it('stays within its scope', () => {
    expect([...sharingPrompts({ group }, [0, 1], new Set([2, 3, 4]))]).toEqual([2, 4])
  })
})
