/**
 * `npm test`: every check, from format to end-to-end. Each runs whatever became of those before it; the last
 * line counts all of them: "N passed, N failed, N skipped".
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { audited } from './audit.ts'
import { browserPath } from './browser.ts'
import { enoughCovered } from './coverage.ts'
import { countSentence, playwrightReport, run, Steps, vitestReport } from './steps.ts'

const scratch = mkdtempSync(join(tmpdir(), 'whittle-test-'))
const steps = new Steps()

/** One project of vitest. */
function vitest(project: string, ...options: string[]): void {
  const report = join(scratch, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  steps.run(
    project,
    () => run('npx', ['vitest', 'run', '--project', project, ...reporters, ...options]),
    () => vitestReport(report),
  )
}

steps.run('format', () => run('npx', ['prettier', '--check', '--log-level', 'warn', '.']))
for (const project of ['src/core', '.', 'workers', 'tsconfig.node.json']) {
  steps.run(`types ${project}`, () => run('npx', ['tsc', '-p', project]))
}
steps.run('lint', () => run('npm', ['run', '--silent', 'lint']))
steps.run('dead code', () => run('npm', ['run', '--silent', 'dead-code']))
steps.run('vulnerabilities', audited)
vitest('unit', '--coverage')
steps.run('coverage', enoughCovered)
vitest('monte-carlo')
steps.run('build', () => run('npx', ['vite', 'build', '--logLevel', 'warn']))

const e2e = join(scratch, 'playwright.json')
steps.run(
  'end-to-end',
  () => {
    const env = { CHROME_PATH: browserPath(), PLAYWRIGHT_JSON_OUTPUT_FILE: e2e }
    return run('npx', ['playwright', 'test', '--config', '.config/playwright.ts'], env)
  },
  () => playwrightReport(e2e),
)

console.log(`\n${countSentence(steps.total)}`)
process.exit(steps.total.failed === 0 ? 0 : 1)
