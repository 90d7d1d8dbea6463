/**
 * `npm run fuzz [cases] [seed]`: reads 100,000 files made by chance from the fixtures, in a process that is
 * given up when one of them takes for ever. Ends with one line; anything wrong is printed with its seed, and
 * the exit code is 1.
 */
import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fuzzCase } from './cases.ts'
import { LIMIT } from './limit.ts'

const CASES = Number(process.argv[2] ?? 100_000)
const FIRST = Number(process.argv[3] ?? 1)
/** By the clock: on a busy machine a case waits. */
const PATIENCE = 60 * LIMIT

interface Message {
  readonly seed: number
  readonly name: string
  readonly result?: string
  readonly milliseconds?: number
}

const counts = { read: 0, refused: 0 }
const wrong: string[] = []
let slowest = 0
let next = FIRST

/** Runs cases until one hangs. @returns the seed to go on with */
function batch(from: number, to: number): Promise<number> {
  return new Promise((resolve) => {
    const path = fileURLToPath(new URL('./worker.ts', import.meta.url))
    const worker = fork(path, [String(from), String(to)], { execArgv: ['--import', 'tsx'] })
    let seed = from
    // The libraries are being loaded until the first message.
    let began = Infinity
    const watch = setInterval(() => {
      if (performance.now() - began < PATIENCE) return
      end(seed + 1, `hang over ${PATIENCE} ms`)
    }, 200)
    const end = (then: number, why?: string) => {
      clearInterval(watch)
      if (why) report(seed, why)
      worker.removeAllListeners()
      worker.kill('SIGKILL')
      resolve(then)
    }
    worker.on('message', (message: Message) => {
      seed = message.seed
      began = performance.now()
      if (message.result === undefined) return
      slowest = Math.max(slowest, message.milliseconds!)
      if (message.result === 'read' || message.result === 'refused') counts[message.result]++
      else report(seed, message.result)
      if (message.milliseconds! > LIMIT) report(seed, `took ${Math.round(message.milliseconds!)} ms`)
    })
    worker.on('exit', (code) => {
      if (code === 0) end(to)
      else end(seed + 1, `the process ended with ${code}`)
    })
  })
}

function report(seed: number, what: string): void {
  const { name, bytes } = fuzzCase(seed)
  wrong.push(`${seed} (${name}): ${what}`)
  console.log(`seed ${seed}, from ${name}: ${what}`)
  if (process.env.KEEP) writeFileSync(`${process.env.KEEP}/${seed}-${name}`, bytes)
}

const began = performance.now()
while (next < FIRST + CASES) next = await batch(next, FIRST + CASES)
const seconds = Math.round((performance.now() - began) / 1000)
console.log(
  `fuzz: ${CASES} cases from seed ${FIRST}: ${counts.read} read, ${counts.refused} refused with a sentence, ` +
    `${wrong.length} wrong; slowest ${Math.round(slowest)} ms; ${seconds} s`,
)
process.exit(wrong.length > 0 ? 1 : 0)
