import type { DataKind } from '../../core/data-kind.ts'
import { formatsOf } from '../../core/export/formats/formats.ts'
import { protocolOf } from '../../core/shape/protocols.ts'
import { type TrainerId, trainerOf } from '../../core/shape/trainers.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { FileKind } from '../../core/parse/rows.ts'
import type { Artefact } from '../../protocol/data.ts'

/** An option in the export dialog. */
export interface Choice {
  readonly id: string
  readonly name: string
  readonly sentence: string
  readonly artefact: Artefact
}

const whole = (
  kind: 'spec' | 'report' | 'card' | 'reward-function' | 'scorer' | 'steering' | 'extractor',
  name: string,
  sentence: string,
) => ({
  id: kind,
  name,
  sentence,
  artefact: { kind },
})

const ABOUT: readonly Choice[] = [
  whole(
    'spec',
    'Reward spec',
    'reward-spec.json: concepts, weights, normalisation; what whittle apply reads.',
  ),
  whole('report', 'Audit report', 'One HTML file to read or send.'),
  whole('card', 'Dataset card', 'README.md for a dataset hub: the decisions and their effect.'),
]
const dataChoices = (kind: DataKind): readonly Choice[] =>
  formatsOf(kind).map(({ id, name, sentence }) => ({
    id,
    name,
    sentence,
    artefact: { kind: 'data', format: id },
  }))
const DPO_AND_REWARD: readonly Choice[] = [
  {
    id: 'script-dpo',
    name: 'DPO script',
    sentence: 'train_dpo.py: TRL’s DPO with the offsets, weights and masks in its loss.',
    artefact: { kind: 'script', trainer: 'dpo' },
  },
  {
    id: 'script-reward',
    name: 'Reward script',
    sentence: 'train_reward.py: TRL’s reward trainer, with margins and weights.',
    artefact: { kind: 'script', trainer: 'reward' },
  },
]
const STEERING = whole(
  'steering',
  'Steering vectors',
  'steering.safetensors: a direction for each concept to steer, in the space of MiniLM, Whittle’s encoder.',
)
const KTO_SCRIPT: Choice = {
  id: 'script-kto',
  name: 'KTO script',
  sentence: 'train_kto.py: TRL’s KTO with the offsets and weights in its loss.',
  artefact: { kind: 'script', trainer: 'kto' },
}
const REWARD_FUNCTION = whole(
  'reward-function',
  'Reward function',
  'whittle_reward.py: the reshaped reward of new responses, for GRPO and RLOO in TRL, verl and OpenRLHF.',
)
const SCORER = whole(
  'scorer',
  'Scorer',
  'scorer/, 41 MB: scores new responses with Node 20 and nothing else; whittle_reward.py starts it.',
)
const EXTRACTOR = whole(
  'extractor',
  'Extractor',
  'extractor.onnx: token ids to unit states, to score text elsewhere.',
)

/** The options of the export dialog, in order. */
export interface Choices {
  readonly Documentation: readonly Choice[]
  readonly Data: readonly Choice[]
  readonly Training: readonly Choice[]
}

/** The options for pairs, and for single responses, which have fewer formats and scripts. */
const CHOICES: Readonly<Record<DataKind, Choices>> = {
  pairs: {
    Documentation: ABOUT,
    Data: dataChoices('pairs'),
    Training: [...DPO_AND_REWARD, KTO_SCRIPT, STEERING, REWARD_FUNCTION, SCORER, EXTRACTOR],
  },
  responses: {
    Documentation: ABOUT,
    Data: dataChoices('responses'),
    Training: [KTO_SCRIPT, REWARD_FUNCTION, SCORER, EXTRACTOR],
  },
}

/** The options, the layout that the trainer reads before the others. */
export function choicesFor(kind: DataKind, trainer: TrainerId | null): Choices {
  const choices = CHOICES[kind]
  const first = trainerOf(trainer).format[kind]
  const isFirst = ({ id }: Choice) => id === first
  return {
    ...choices,
    Data: [...choices.Data.filter(isFirst), ...choices.Data.filter((choice) => !isFirst(choice))],
  }
}

const SCRIPT_OF: Readonly<Partial<Record<TrainerId, string>>> = {
  'trl-dpo': 'script-dpo',
  'trl-reward': 'script-reward',
  'own-reward': 'reward-function',
}

/** What is ticked at first: documents, and what the trainer reads; without one, the input's own layout. */
export function tickedAtFirst(kind: DataKind, trainer: TrainerId | null): readonly string[] {
  const format = trainer === null ? 'input' : trainerOf(trainer).format[kind]
  const script = trainer === null ? undefined : SCRIPT_OF[trainer]
  return ['spec', 'report', 'card', ...(format ? [format] : []), ...(script ? [script] : [])]
}

/** Why an option is not available; null where it is. */
export function unavailable({ artefact }: Choice, verdicts: readonly Verdict[]): string | null {
  if (artefact.kind !== 'steering') return null
  const steered = verdicts.some(
    ({ protocol, verdict }) => protocolOf(protocol).direction !== undefined && verdict !== 'keep',
  )
  return steered ? null : 'No decision is enacted by steering.'
}

/** How the data files are written. */
export interface DataOptions {
  readonly parquet: boolean
  /** Plain texts as messages. */
  readonly messages: boolean
  /** An apostrophe before text that a spreadsheet would run. */
  readonly spreadsheet: boolean
}

/**
 * The ticked artefacts in the order of the dialog; data in Parquet where chosen, else in each format's
 * default file type.
 */
export function chosenArtefacts(
  ticked: ReadonlySet<string>,
  { parquet, messages, spreadsheet }: DataOptions,
  verdicts: readonly Verdict[],
  choices: Choices,
): Artefact[] {
  return Object.values<readonly Choice[]>({ ...choices })
    .flat()
    .filter((choice) => ticked.has(choice.id) && unavailable(choice, verdicts) === null)
    .map(({ artefact }) =>
      artefact.kind === 'data'
        ? {
            ...artefact,
            ...(messages && { messages }),
            ...(spreadsheet && { spreadsheet }),
            ...(parquet && { container: 'parquet' as const }),
          }
        : artefact,
    )
}

/** Whether a data file is CSV or TSV, as the input may be. @param fileKind of the input */
export const writesTable = (artefacts: readonly Artefact[], fileKind: FileKind | undefined): boolean =>
  (fileKind === 'csv' || fileKind === 'tsv') &&
  artefacts.some(
    (artefact) => artefact.kind === 'data' && artefact.format === 'input' && artefact.container === undefined,
  )
