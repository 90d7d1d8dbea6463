import { fuzzCase, intact } from './cases.ts'
import { check } from './check.ts'

const [from, to] = process.argv.slice(2).map(Number) as [number, number]
// The libraries are loaded before the time is taken.
for (const file of intact()) await check({ seed: 0, ...file })
for (let seed = from; seed < to; seed++) {
  const bytes = fuzzCase(seed)
  process.send!({ seed, name: bytes.name })
  const began = performance.now()
  const result = await check(bytes)
  process.send!({ seed, name: bytes.name, result, milliseconds: performance.now() - began })
}
