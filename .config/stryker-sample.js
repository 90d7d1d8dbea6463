import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { CheckStatus } from '@stryker-mutator/api/check'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'

const share = Number(process.env.MUTATE_SHARE ?? 1)
const seed = process.env.MUTATE_SEED ?? '1'

/** A number in [0, 1) that depends on the mutant and the seed alone, whatever else is mutated. */
function drawn({ fileName, location: { start, end }, mutatorName, replacement }) {
  const place = [start.line, start.column, end.line, end.column]
  const text = JSON.stringify([seed, relative(process.cwd(), fileName), place, mutatorName, replacement])
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32
}

/** Lets a random share of the mutants through; the others count as not compiling, and so not in the score. */
class SampleChecker {
  async init() {
    // Nothing to prepare.
  }

  async check(mutants) {
    const passed = { status: CheckStatus.Passed }
    const left = { status: CheckStatus.CompileError, reason: 'not in the sample' }
    return Object.fromEntries(mutants.map((mutant) => [mutant.id, drawn(mutant) < share ? passed : left]))
  }

  async group(mutants) {
    return [mutants.map(({ id }) => id)]
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Checker, 'sample', SampleChecker)]
