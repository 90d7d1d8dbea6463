/**
 * Mutation testing: `npm run mutate -- PATH …` (tests/mutate.ts), which says what to mutate and which tests
 * to run. Mutants that only run while a module is loaded (tables of constants) are ignored: no single test
 * covers them.
 */
export default {
  plugins: ['@stryker-mutator/vitest-runner', import.meta.dirname + '/stryker-sample.js'],
  testRunner: 'vitest',
  vitest: { configFile: '.config/vitest.mutate.ts', related: false },
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  checkers: ['sample'],
  concurrency: Number(process.env.MUTATE_CONCURRENCY ?? 1),
  // A mutant that loops is stopped by its hits; the clock is for machines that do other things as well.
  timeoutMS: 30_000,
  timeoutFactor: 4,
  dryRunTimeoutMinutes: 30,
  tempDirName: 'test-results/stryker',
  ignorePatterns: ['dist', 'test-results', 'public/model', 'docs', '.github'],
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: 'test-results/mutation.json' },
  disableTypeChecks: 'src/**/*.ts',
  allowConsoleColors: false,
  allowEmpty: true,
}
