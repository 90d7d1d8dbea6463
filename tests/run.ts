/**
 * `npm test`: format, types, lint, unit, golden and bridge tests, build, end-to-end. Every step runs even when one
 * before it failed; the last line counts all of them: "N passed, N failed".
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserPath } from './browser.ts'

interface Count {
  passed: number
  failed: number
  skipped: number
}

const scratch = mkdtempSync(join(tmpdir(), 'whittle-test-'))
const total: Count = { passed: 0, failed: 0, skipped: 0 }

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  return status === 0
}

/** A step whose report can be read counts its tests; otherwise the step itself is one. */
function step(name: string, work: () => boolean, report?: () => Count): void {
  const began = Date.now()
  console.log(`\n── ${name}`)
  let ok = false
  try {
    ok = work()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
  let count: Count = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
  try {
    if (report) count = report()
  } catch {
    // The runner died before it wrote its report: the step counts as one failure.
    ok = false
  }
  if (!ok && count.failed === 0) count.failed = 1
  total.passed += count.passed
  total.failed += count.failed
  total.skipped += count.skipped
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  console.log(`── ${name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`)
}

function vitestReport(path: string): Count {
  const report = JSON.parse(readFileSync(path, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numFailedTestSuites: number
  }
  // A suite that could not be loaded has no failed test of its own.
  const failed = Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0)
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests }
}

function playwrightReport(path: string): Count {
  const { stats } = JSON.parse(readFileSync(path, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  }
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}

step('format', () => run('npx', ['prettier', '--check', '--log-level', 'warn', '.']))
for (const project of ['src/core', '.', 'workers', 'tsconfig.node.json']) {
  step(`types ${project}`, () => run('npx', ['tsc', '-p', project]))
}
step('lint', () => run('npm', ['run', '--silent', 'lint']))

const unit = join(scratch, 'vitest.json')
step(
  'unit, golden, bridge',
  () => run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unit}`]),
  () => vitestReport(unit),
)
step('build', () => run('npx', ['vite', 'build', '--logLevel', 'warn']))

const e2e = join(scratch, 'playwright.json')
step(
  'end-to-end',
  () => {
    const CHROME_PATH = browserPath()
    return run('npx', ['playwright', 'test', '--config', '.config/playwright.ts'], {
      CHROME_PATH,
      PLAYWRIGHT_JSON_OUTPUT_FILE: e2e,
    })
  },
  () => playwrightReport(e2e),
)

if (total.skipped > 0) console.log(`\n${total.skipped} skipped (see above for the reason)`)
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed === 0 ? 0 : 1)
