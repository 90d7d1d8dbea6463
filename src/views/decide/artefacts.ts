import { FORMATS } from '../../core/export/formats/formats.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { Artefact } from '../../protocol/data.ts'

/** Something to tick in the export dialog. */
export interface Choice {
  readonly id: string
  readonly name: string
  readonly sentence: string
  readonly artefact: Artefact
}

const whole = (
  kind: 'spec' | 'report' | 'card' | 'steering' | 'extractor',
  name: string,
  sentence: string,
) => ({
  id: kind,
  name,
  sentence,
  artefact: { kind },
})

/** What every export may hold, in the order of the dialog. */
export const CHOICES: Readonly<Record<'About it' | 'Data' | 'To train with', readonly Choice[]>> = {
  'About it': [
    whole(
      'spec',
      'Reward spec',
      'reward-spec.json: concepts, weights, normalisation; what `whittle apply` reads.',
    ),
    whole('report', 'Audit report', 'One HTML file to read or send.'),
    whole('card', 'Dataset card', 'README.md for a dataset hub: what was decided, how, and what it did.'),
  ],
  Data: FORMATS.map(({ id, name, sentence }) => ({
    id,
    name,
    sentence,
    artefact: { kind: 'data', format: id },
  })),
  'To train with': [
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
    whole('steering', 'Steering vectors', 'steering.safetensors: a direction for each concept to steer.'),
    whole('extractor', 'Extractor', 'extractor.onnx: token ids to unit states, to score text elsewhere.'),
  ],
}

/** Why a choice has nothing to be made of; null where it has. */
export function unavailable({ artefact }: Choice, verdicts: readonly Verdict[]): string | null {
  if (artefact.kind !== 'steering') return null
  const steered = verdicts.some(({ protocol, verdict }) => protocol === 'steer' && verdict !== 'keep')
  return steered ? null : 'No decision is enacted by steering.'
}

/** The ticked artefacts in the order of the dialog; data in Parquet where that is wanted, else in each format's own kind. */
export function chosenArtefacts(
  ticked: ReadonlySet<string>,
  parquet: boolean,
  verdicts: readonly Verdict[],
): Artefact[] {
  return Object.values(CHOICES)
    .flat()
    .filter((choice) => ticked.has(choice.id) && unavailable(choice, verdicts) === null)
    .map(({ artefact }) =>
      artefact.kind === 'data' && parquet ? { ...artefact, container: 'parquet' } : artefact,
    )
}
