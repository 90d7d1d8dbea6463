import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DETECTORS } from '../core/surface/detectors.ts'
import { bundledDictionary, nodeExtractor } from '../encoder/node.ts'
import { dictionaryFolder } from '../encoder/node-model.ts'

/**
 * Which labels of latents, families and detectors are near in meaning: cosine of the bundled encoder's mean
 * states of "label. description", about their mean; and those states, which answer questions by meaning. Run once
 * a dictionary, and when detectors change: `npx tsx src/build/label-meaning.ts`.
 */
const NEAR = 0.55
const BATCH = 64

const { sha256, features, families } = await bundledDictionary()
const labels = [
  ...features.map(({ id, label, description }) => ({ id: `d:${id}`, text: `${label}. ${description}` })),
  ...families.map(({ id, label, description }) => ({ id: `f:${id}`, text: `${label}. ${description}` })),
  ...DETECTORS.map(({ id, name, description }) => ({ id, text: `${name}. ${description}` })),
]
const extractor = await nodeExtractor()
const states: Float64Array[] = []
for (let from = 0; from < labels.length; from += BATCH) {
  const { state, dim, spans } = await extractor.extract(
    labels.slice(from, from + BATCH).map(({ text }) => text),
    null,
  )
  for (let j = 0; j < spans; j++) states.push(Float64Array.from(state.subarray(j * dim, (j + 1) * dim)))
}
await extractor.dispose()

const mean = states[0]!.map((_, d) => states.reduce((sum, state) => sum + state[d]!, 0) / states.length)
const units = states.map((state) => {
  const centred = state.map((value, d) => value - mean[d]!)
  const length = Math.hypot(...centred)
  return centred.map((value) => value / length)
})
const near: [string, string, number][] = []
units.forEach((a, i) => {
  for (let j = i + 1; j < units.length; j++) {
    const cosine = a.reduce((sum, value, d) => sum + value * units[j]![d]!, 0)
    if (cosine >= NEAR) near.push([labels[i]!.id, labels[j]!.id, Number(cosine.toFixed(2))])
  }
})
// The states themselves, for questions that are answered by meaning: a byte an element.
const SCALE = 127
writeFileSync(
  join(dictionaryFolder, 'labels.json'),
  `${JSON.stringify({
    dictionary: sha256,
    ids: labels.map(({ id }) => id),
    mean: Array.from(mean, (value) => Number(value.toFixed(5))),
  })}\n`,
)
const bytes = units.map((unit) => {
  const largest = Math.max(...unit.map(Math.abs))
  return new Uint8Array(Int8Array.from(unit, (value) => Math.round((SCALE * value) / largest)).buffer)
})
writeFileSync(join(dictionaryFolder, 'labels.int8'), Buffer.concat(bytes))

const lines = near.map((pair) => JSON.stringify(pair)).join(',\n')
writeFileSync(join(dictionaryFolder, 'meaning.json'), `{"dictionary":"${sha256}","near":[\n${lines}\n]}\n`)
