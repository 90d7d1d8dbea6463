import { fuzzCase, intact } from './cases.ts'
import { check } from './check.ts'
import { LIMIT } from './limit.ts'

const [from, to] = process.argv.slice(2).map(Number) as [number, number]
// The libraries are loaded before the time is taken.
for (const file of intact()) await check({ seed: 0, ...file })
for (let seed = from; seed < to; seed++) {
  const bytes = fuzzCase(seed)
  process.send!({ seed, name: bytes.name })
  const began = performance.now()
  const result = await check(bytes)
  let milliseconds = performance.now() - began
  if (milliseconds > LIMIT) {
    // Slow once may be the machine's fault.
    const again = performance.now()
    await check(bytes)
    milliseconds = Math.min(milliseconds, performance.now() - again)
  }
  process.send!({ seed, name: bytes.name, result, milliseconds })
}
