import { Command, InvalidArgumentError, Option } from 'commander'
import { version } from '../package.json'
import { analyse } from './cli/analyse.ts'
import { apply } from './cli/apply.ts'
import { convert } from './cli/convert.ts'
import { exportFile } from './cli/export.ts'
import { extract } from './cli/extract.ts'
import { inspect } from './cli/inspect.ts'
import { merge } from './cli/merge.ts'
import { score } from './cli/score.ts'
import { formatsOf } from './core/export/formats/formats.ts'
import type { Shard } from './core/extract/parts.ts'
import { toFailure } from './core/failure.ts'
import { TRAINER_IDS } from './core/shape/trainers.ts'

const whole = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is expected')
  return value
}

/** The layouts of pairs and of single responses; which of them a file has is known once it is open. */
const FORMATS = [
  ...new Set((['pairs', 'responses'] as const).flatMap((kind) => formatsOf(kind).map(({ id }) => id))),
]

const shard = (text: string): Shard => {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const found = { index: Number(index), of: Number(of) }
  if (!(found.index >= 1 && found.index <= found.of))
    throw new InvalidArgumentError('a share such as 1/4 is expected, from 1/4 to 4/4')
  return found
}

const program = new Command('whittle')
  .description(
    'Test what a preference file would teach a model, and reshape it. The same core as the page. Several files and folders are one table where their columns agree; - is standard input.',
  )
  .version(version)

const activations = () =>
  new Option(
    '--activations <file>',
    'use what `whittle extract` or `merge` wrote for this file, or a folder of all parts, instead of extracting',
  )
const mapping = () =>
  new Option('--mapping <file>', 'how the columns are read, as JSON (`whittle inspect` suggests one)')
const concepts = () =>
  new Option(
    '--concepts <file>',
    'concepts of your own, as JSON: [{"id", "label", "kind": "examples" | "rule" | "compose" | "column", …}]',
  )
const trainer = () =>
  new Option(
    '--trainer <name>',
    'what you train with: it decides how verdicts that name no protocol are enacted',
  ).choices(TRAINER_IDS)
const spreadsheet = () =>
  new Option(
    '--spreadsheet',
    'in CSV and TSV, put an apostrophe before text that a spreadsheet would run as a formula',
  )
const threads = () => new Option('--threads <n>', 'CPU threads for the encoder').argParser(whole)

program
  .command('inspect <files...>')
  .description('say how a file is read: its layout, its columns, the rows left out and the first pairs')
  .option('--rows <n>', 'how many pairs to show', whole, 3)
  .option('--json', 'print JSON', false)
  .addOption(mapping())
  .action(inspect)

program
  .command('convert <files...>')
  .description('write the pairs of a file in another layout')
  .addOption(new Option('--to <format>', 'layout of the result').choices(FORMATS).makeOptionMandatory())
  .requiredOption(
    '--out <file>',
    'file to write; its ending says which kind: jsonl, json, csv, tsv or parquet',
  )
  .addOption(mapping())
  .addOption(spreadsheet())
  .action(convert)

program
  .command('analyse <files...>')
  .description('write hypotheses.json; with --verdicts also reward-spec.json and the curated data')
  .requiredOption('--out <dir>', 'folder to write to; made where missing')
  .option('--seed <n>', 'seed of splits, folds and permutations', whole, 1)
  .option(
    '--verdicts <file>',
    'JSON: [{"concept": id, "verdict": "suppress", "strength": 1, "protocol": "offsets", "scope": "overall"}], or a session file of the page',
  )
  .addOption(trainer())
  .addOption(mapping())
  .addOption(activations())
  .addOption(concepts())
  .addOption(threads())
  .action(analyse)

program
  .command('apply <spec> <files...>')
  .description('enact a reward spec on a file, the one it was made on or another')
  .requiredOption('--out <file>', 'file to write')
  .addOption(new Option('--format <format>', 'layout of the result').choices(FORMATS).default('input'))
  .addOption(mapping())
  .addOption(activations())
  .addOption(concepts())
  .addOption(threads())
  .addOption(spreadsheet())
  .action(apply)

program
  .command('export <files...>')
  .description('write what the page exports as one zip: spec, report, card, data, scripts, steering vectors')
  .requiredOption('--verdicts <file>', 'JSON as for analyse, or a session file of the page')
  .requiredOption('--zip <file>', 'file to write')
  .option('--seed <n>', 'seed of splits, folds and permutations', whole, 1)
  .addOption(
    new Option('--format <formats...>', 'layouts of the data; all of them where left out').choices(FORMATS),
  )
  .addOption(trainer())
  .option('--parquet', 'write the data as Parquet', false)
  .option('--messages', 'write plain texts as messages, in layouts that can hold either', false)
  .option('--scorer', 'with the scorer of the reshaped reward, which needs Node alone (41 MB)', false)
  .addOption(mapping())
  .addOption(spreadsheet())
  .addOption(activations())
  .addOption(concepts())
  .addOption(threads())
  .action(exportFile)

program
  .command('extract <files...>')
  .description('write the activations of every response and prompt as safetensors')
  .requiredOption('--out <file>', 'file to write; with --shard a folder')
  .option('--half', 'keep mean states in half precision', false)
  .option(
    '--shard <i/n>',
    'only this share of the work, as Parquet parts for `whittle merge`; parts that are there are kept',
    shard,
  )
  .addOption(mapping())
  .addOption(threads())
  .action(extract)

program
  .command('merge <dir>')
  .description('join the parts that shards of `whittle extract` wrote, to what it writes on one machine')
  .option('--out <file>', 'file to write; activations.safetensors in the folder where left out')
  .option('--half', 'keep mean states in half precision', false)
  .action(merge)

program
  .command('score <spec>')
  .description(
    'score new responses by the reshaped reward: JSON lines {"prompt", "completion", "reward"?} to {"shaped", "concepts"}',
  )
  .option('--in <file>', 'JSON lines to score; - is standard input', '-')
  .option('--serve <port>', 'serve on 127.0.0.1 instead; 0 for any free port', whole)
  .option(
    '--skip-contexts',
    'leave decisions inside contexts out, which new text cannot be told to be in',
    false,
  )
  .option('--exit-with-stdin', 'end the server with the program that started it', false)
  .addOption(concepts())
  .addOption(threads())
  .action(score)

try {
  await program.parseAsync()
} catch (error) {
  console.error(`whittle: ${toFailure(error).message}`)
  process.exitCode = 1
}
