import type { DataKind } from '../data-kind.ts'
import type { DataFormat } from '../source.ts'
import type { Protocol, VerdictKind } from '../verdict.ts'
import { allowedProtocols, type ProtocolConcept, protocolOf } from './protocols.ts'
import type { Carrier } from './protocols/protocol.ts'

/** What a person may train with, in the order in which it is offered. */
export const TRAINER_IDS = [
  'trl-dpo',
  'trl-reward',
  'kto',
  'llamafactory-dpo',
  'axolotl',
  'openrlhf',
  'ms-swift',
  'nemo-rl',
  'own-reward',
  'other',
] as const

export type TrainerId = (typeof TRAINER_IDS)[number]

export interface Trainer {
  readonly id: TrainerId
  readonly name: string
  /** What data it can be given. */
  readonly kinds: readonly DataKind[]
  /** What of a decision it acts on; a protocol that needs anything else does nothing there. */
  readonly reads: readonly Carrier[]
  /** The layout that it reads, by kind of data: the first in the export. */
  readonly format: Readonly<Partial<Record<DataKind, DataFormat>>>
}

const PAIRS: readonly DataKind[] = ['pairs']
const BOTH: readonly DataKind[] = ['pairs', 'responses']

const TRAINERS: readonly Trainer[] = [
  {
    ...{ id: 'trl-dpo', name: 'TRL DPO', kinds: PAIRS, format: { pairs: 'trl-dpo' } },
    reads: ['rows', 'prompts', 'weights', 'margins', 'masks'],
  },
  {
    ...{ id: 'trl-reward', name: 'TRL reward', kinds: PAIRS, format: { pairs: 'trl-reward' } },
    reads: ['rows', 'weights', 'margins'],
  },
  {
    ...{ id: 'kto', name: 'KTO (TRL, LLaMA-Factory)', kinds: BOTH, reads: ['rows', 'prompts'] },
    format: { pairs: 'kto', responses: 'kto' },
  },
  {
    ...{ id: 'llamafactory-dpo', name: 'LLaMA-Factory DPO', kinds: PAIRS, reads: ['rows', 'prompts'] },
    format: { pairs: 'llamafactory-sharegpt' },
  },
  {
    ...{ id: 'axolotl', name: 'Axolotl', kinds: PAIRS, reads: ['rows', 'prompts'] },
    format: { pairs: 'axolotl' },
  },
  {
    ...{ id: 'openrlhf', name: 'OpenRLHF DPO', kinds: PAIRS, reads: ['rows', 'prompts'] },
    format: { pairs: 'openrlhf' },
  },
  {
    ...{ id: 'ms-swift', name: 'ms-swift', kinds: PAIRS, reads: ['rows', 'prompts'] },
    format: { pairs: 'ms-swift' },
  },
  {
    ...{ id: 'nemo-rl', name: 'NeMo-RL', kinds: PAIRS, reads: ['rows', 'prompts'] },
    format: { pairs: 'nemo-rl' },
  },
  { id: 'own-reward', name: 'A reward of my own', kinds: BOTH, reads: ['scores'], format: {} },
  {
    ...{ id: 'other', name: 'Something else', kinds: BOTH, reads: ['rows', 'prompts', 'states'] },
    format: { pairs: 'input', responses: 'input' },
  },
]

/** The trainers that can be given such data, in the order in which they are offered. */
export const trainersOf = (kind: DataKind): readonly Trainer[] =>
  TRAINERS.filter(({ kinds }) => kinds.includes(kind))

/** What the person trains with; where none was named, one that reads rows and nothing else. */
export const trainerOf = (id: TrainerId | null): Trainer =>
  TRAINERS.find((trainer) => trainer.id === (id ?? 'other'))!

/** Whether the trainer acts on what a protocol does. */
export const reaches = ({ reads }: Trainer, protocol: Protocol): boolean =>
  protocolOf(protocol).carriers.some((carrier) => reads.includes(carrier))

/**
 * The protocols that can enact a verdict on a concept and that the trainer acts on, in the order in which a
 * person is offered them; all that can where the trainer acts on none.
 */
export function reachingProtocols(
  trainer: Trainer,
  concept: ProtocolConcept,
  verdict: VerdictKind,
  kind: DataKind = 'pairs',
): readonly Protocol[] {
  const allowed = allowedProtocols(concept, verdict, kind)
  const reaching = allowed.filter((id) => reaches(trainer, id))
  return verdict === 'keep' || reaching.length === 0 ? allowed : reaching
}

/**
 * The first of these that is possible: the protocols by how well they hold in models that are trained long
 * (docs/measurements-independent.md). Offsets come last, for a reward that is used as it is.
 */
const BEST: readonly Protocol[] = ['soft-labels', 'drop', 'offsets']

/** The protocol that a new decision has. */
export function defaultProtocol(
  concept: ProtocolConcept,
  verdict: VerdictKind = 'suppress',
  kind: DataKind = 'pairs',
  trainer: Trainer = trainerOf(null),
): Protocol {
  const possible = reachingProtocols(trainer, concept, verdict, kind)
  return BEST.find((id) => possible.includes(id)) ?? possible[0] ?? 'offsets'
}
