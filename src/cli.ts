import { Command, InvalidArgumentError, Option } from 'commander'
import { version } from '../package.json'
import { analyse } from './cli/analyse.ts'
import { apply } from './cli/apply.ts'
import { convert } from './cli/convert.ts'
import { exportFile } from './cli/export.ts'
import { extract } from './cli/extract.ts'
import { inspect } from './cli/inspect.ts'
import { score } from './cli/score.ts'
import { formatsOf } from './core/export/formats/formats.ts'
import { toFailure } from './core/failure.ts'
import { TRAINER_IDS } from './core/shape/trainers.ts'

const whole = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is expected')
  return value
}

const program = new Command('whittle')
  .description(
    'Test what a preference file would teach a model, and reshape it. The same core as the page. A file called - is standard input.',
  )
  .version(version)

const activations = () =>
  new Option('--activations <file>', 'use what `whittle extract` wrote for this file instead of extracting')
const mapping = () =>
  new Option('--mapping <file>', 'how the columns are read, as JSON (`whittle inspect` suggests one)')
const trainer = () =>
  new Option(
    '--trainer <name>',
    'what you train with: it decides how verdicts that name no protocol are enacted',
  ).choices(TRAINER_IDS)
const threads = () => new Option('--threads <n>', 'CPU threads for the encoder').argParser(whole)

program
  .command('inspect <file>')
  .description('say how a file is read: its layout, its columns, the rows left out and the first pairs')
  .option('--rows <n>', 'how many pairs to show', whole, 3)
  .option('--json', 'print JSON', false)
  .addOption(mapping())
  .action(inspect)

program
  .command('convert <file>')
  .description('write the pairs of a file in another layout')
  .addOption(
    new Option('--to <format>', 'layout of the result')
      .choices(formatsOf('pairs').map(({ id }) => id))
      .makeOptionMandatory(),
  )
  .requiredOption(
    '--out <file>',
    'file to write; its ending says which kind: jsonl, json, csv, tsv or parquet',
  )
  .addOption(mapping())
  .action(convert)

program
  .command('analyse <file>')
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
  .addOption(threads())
  .action(analyse)

program
  .command('apply <spec> <file>')
  .description('enact a reward spec on a file, the one it was made on or another')
  .requiredOption('--out <file>', 'file to write')
  .addOption(
    new Option('--format <format>', 'layout of the result')
      .choices(formatsOf('pairs').map(({ id }) => id))
      .default('input'),
  )
  .addOption(mapping())
  .addOption(activations())
  .addOption(threads())
  .action(apply)

program
  .command('export <file>')
  .description('write what the page exports as one zip: spec, report, card, data, scripts, steering vectors')
  .requiredOption('--verdicts <file>', 'JSON as for analyse, or a session file of the page')
  .requiredOption('--zip <file>', 'file to write')
  .option('--seed <n>', 'seed of splits, folds and permutations', whole, 1)
  .addOption(
    new Option('--format <formats...>', 'layouts of the data; all of them where left out').choices(
      formatsOf('pairs').map(({ id }) => id),
    ),
  )
  .addOption(trainer())
  .option('--parquet', 'write the data as Parquet', false)
  .addOption(activations())
  .addOption(threads())
  .action(exportFile)

program
  .command('extract <file>')
  .description('write the activations of every response and prompt as safetensors')
  .requiredOption('--out <file>', 'file to write')
  .option('--half', 'keep mean states in half precision', false)
  .addOption(mapping())
  .addOption(threads())
  .action(extract)

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
  .addOption(threads())
  .action(score)

try {
  await program.parseAsync()
} catch (error) {
  console.error(`whittle: ${toFailure(error).message}`)
  process.exitCode = 1
}
