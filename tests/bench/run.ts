/** `npm run bench`: every bench in turn, each in a process of its own; one JSON line a figure. */
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const wanted = process.argv.slice(2)
const benches = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts' && !name.endsWith('.worker.ts'))
  .filter((name) => wanted.length === 0 || wanted.includes(name.replace(/\.ts$/, '')))

let failed = 0
for (const name of benches) {
  console.log(`── ${name}`)
  const { status } = spawnSync('npx', ['tsx', join(import.meta.dirname, name)], { stdio: 'inherit' })
  if (status !== 0) failed++
}
process.exit(failed === 0 ? 0 : 1)
