/**
 * `npm run mutate -- PATH… [--tests GLOB…] [--share S] [--seed N]`: changes the source in PATH in one small
 * place at a time and counts the changes that the tests notice (Stryker). PATH is a file or a folder; without
 * --tests the tests are those of the folder's name in tests/unit and tests/golden. A share under 1 tries a
 * random sample of the changes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { interval } from './interval.ts'

interface Mutant {
  readonly mutatorName: string
  readonly replacement: string
  readonly status: string
  readonly location: { readonly start: { readonly line: number } }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

const { values, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    tests: { type: 'string', multiple: true },
    share: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    concurrency: { type: 'string', default: '1' },
  },
})
if (paths.length === 0) throw new Error('Say what to mutate: npm run mutate -- src/core/stats')

const isFolder = (path: string) => existsSync(path) && statSync(path).isDirectory()
const globs = paths.map((path) => (isFolder(path) ? `${path.replace(/\/$/, '')}/**/*.ts` : path))
const tests = values.tests ?? paths.flatMap(ownTests)
if (tests.length === 0) throw new Error('No tests have the name of that folder: name some with --tests')

const { status } = spawnSync('npx', ['stryker', 'run', '.config/stryker.js', '--mutate', globs.join()], {
  stdio: 'inherit',
  env: {
    ...process.env,
    MUTATE_TESTS: JSON.stringify(tests),
    MUTATE_SHARE: values.share,
    MUTATE_SEED: values.seed,
    MUTATE_CONCURRENCY: values.concurrency,
  },
})
if (status !== 0) process.exit(status ?? 1)
print(JSON.parse(readFileSync('test-results/mutation.json', 'utf8')) as Report)

/** The tests that have the name of a folder of core, or of the folder that holds a file. */
function ownTests(path: string): string[] {
  const folders = path.split('/').filter((part) => !part.includes('.'))
  const folder = folders.at(-1)!
  return ['unit', 'golden']
    .filter((kind) => isFolder(`tests/${kind}/${folder}`))
    .map((kind) => `tests/${kind}/${folder}/**/*.test.ts`)
}

/** Every change that no test noticed, a line a file, and the score over all. */
function print({ files }: Report): void {
  const total = { noticed: 0, tried: 0 }
  for (const [file, { mutants }] of Object.entries(files)) {
    const noticed = mutants.filter(({ status }) => status === 'Killed' || status === 'Timeout')
    const missed = mutants.filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
    const tried = noticed.length + missed.length
    total.noticed += noticed.length
    total.tried += tried
    for (const { location, mutatorName, replacement, status } of missed) {
      const short = replacement.replace(/\s+/g, ' ').slice(0, 80)
      console.log(`  ${file}:${location.start.line} ${status} ${mutatorName} → ${short}`)
    }
    if (tried > 0) console.log(`${file}: ${noticed.length} of ${tried}`)
  }
  const [low, high] = interval(total.noticed, total.tried)
  const score = total.tried === 0 ? 'no changes' : percent(total.noticed / total.tried)
  const of = Number(values.share) < 1 ? `, a sample; 95% interval ${percent(low)}–${percent(high)}` : ''
  console.log(`\n${total.noticed} of ${total.tried} noticed: ${score}${of}`)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`
}
