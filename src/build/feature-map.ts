import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UMAP } from 'umap-js'
import { random } from '../core/random.ts'
import { bundledDictionary } from '../encoder/node.ts'
import { dictionaryFolder } from '../encoder/node-model.ts'

/**
 * Lays out the bundled dictionary's latents by UMAP (McInnes et al. 2018) of their decoder rows at unit
 * length, so that latents with similar decoder rows are close together. Run once per dictionary: `npx tsx
 * src/build/feature-map.ts`.
 */
const SEED = 1

const { sha256, latents, dim, decoder } = await bundledDictionary()
const rows = Array.from({ length: latents }, (_, latent) => {
  const row = decoder.subarray(latent * dim, (latent + 1) * dim)
  const length = Math.hypot(...row)
  return Array.from(row, (value) => value / length)
})
const layout = new UMAP({ nNeighbors: 15, minDist: 0.15, random: random(SEED) }).fit(rows)
const column = (axis: number) => layout.map((point) => Number(point[axis]!.toFixed(3)))
const map = { dictionary: sha256, seed: SEED, x: column(0), y: column(1) }
writeFileSync(join(dictionaryFolder, 'map.json'), `${JSON.stringify(map)}\n`)
