import { defineConfig } from 'vitest/config'

/** The tests that mutants are run against: those named by tests/mutate.ts. */
export default defineConfig({
  test: {
    include: JSON.parse(process.env.MUTATE_TESTS ?? '[]') as string[],
    testTimeout: 120_000,
    fileParallelism: false,
  },
})
