import { fuzzCase, intact } from './cases.ts'
import { check } from './check.ts'
import { LIMIT } from './limit.ts'

const [from, to] = process.argv.slice(2).map(Number) as [number, number]
/** Processor time since then: the machine may be busy with something else. */
function spent(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

// The libraries are loaded before the time is taken.
for (const file of intact()) await check({ seed: 0, ...file })
for (let seed = from; seed < to; seed++) {
  const bytes = fuzzCase(seed)
  process.send!({ seed, name: bytes.name })
  const began = process.cpuUsage()
  const result = await check(bytes)
  let milliseconds = spent(began)
  if (milliseconds > LIMIT) {
    // Slow once may be the compiler's or the collector's work.
    const again = process.cpuUsage()
    await check(bytes)
    milliseconds = Math.min(milliseconds, spent(again))
  }
  process.send!({ seed, name: bytes.name, result, milliseconds })
}
