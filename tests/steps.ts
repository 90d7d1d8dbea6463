import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Tests of a step, or of a whole run. */
export interface Count {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

const PASSED: Count = { passed: 1, failed: 0, skipped: 0 }
const FAILED: Count = { passed: 0, failed: 1, skipped: 0 }
const SKIPPED: Count = { passed: 0, failed: 0, skipped: 1 }

/** "N passed, N failed, N skipped". */
export const countSentence = ({ passed, failed, skipped }: Count): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`

/** Runs a command with its output shown. @returns whether it exited with 0 */
export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status === 0
}

/** Steps that run one after another, each whatever became of those before it. */
export class Steps {
  #total: Count = { passed: 0, failed: 0, skipped: 0 }

  get total(): Count {
    return this.#total
  }

  /**
   * @param work whether the step passed, or 'skipped'
   * @param report counts the step's tests from what its runner wrote; without one, the step counts as one
   * test
   */
  run(name: string, work: () => boolean | 'skipped', report?: () => Count): void {
    const began = Date.now()
    console.log(`\n── ${name}`)
    const count = outcome(work, report)
    this.#total = {
      passed: this.#total.passed + count.passed,
      failed: this.#total.failed + count.failed,
      skipped: this.#total.skipped + count.skipped,
    }
    console.log(`── ${name}: ${countSentence(count)} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
  }
}

function outcome(work: () => boolean | 'skipped', report?: () => Count): Count {
  let ok: boolean | 'skipped' = false
  try {
    ok = work()
    if (ok === 'skipped') return SKIPPED
    if (!report) return ok ? PASSED : FAILED
    const count = report()
    // A runner that fails with no failed test has something else to say: an error outside tests, or a missed
    // threshold.
    return ok || count.failed > 0 ? count : { ...count, failed: 1 }
  } catch (error) {
    // The runner could not be started, or died before it wrote its report.
    console.error(error instanceof Error ? error.message : error)
    return FAILED
  }
}

/** Counts a JSON report of vitest. */
export function vitestReport(path: string): Count {
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

/** Counts a JSON report of Playwright. */
export function playwrightReport(path: string): Count {
  const { stats } = JSON.parse(readFileSync(path, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  }
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped }
}
