import type { FeatureColumns } from '../../activations.ts'
import type { Concept } from '../../concepts/concept.ts'
import type { DataKind } from '../../data-kind.ts'
import type { Dictionary } from '../../dictionary.ts'
import type { CharRange, PairValues } from '../../source.ts'
import type { Protocol, Verdict, VerdictKind } from '../../verdict.ts'
import type { Source } from '../concept-columns.ts'
import type { Decision, EntropyBalance, ShapedVerdict, WeightPart } from '../decision.ts'
import type { PairState, ShapingContext } from '../shaping-step.ts'
import type { States } from '../state-components.ts'
import type { Direction } from '../steering.ts'

/** What a protocol changes. */
export type Intervention = 'reward' | 'data' | 'input' | 'representation'

/**
 * What carries a decision to a trainer: the rows and their texts; what stands before the prompt; a weight or
 * a margin for each pair; tokens to leave out; the score of a response; the states inside a model.
 */
export type Carrier = 'rows' | 'prompts' | 'weights' | 'margins' | 'masks' | 'scores' | 'states'

/** What the page and the audit report say of a protocol. */
export interface ProtocolWords {
  readonly name: string
  readonly formula: string
  /** One sentence in plain words. */
  readonly plain: string
  /** When to choose another one, one sentence. */
  readonly whenNot: string
  /**
   * Heading of the list of pairs that a verdict changes; null where it has a number for every pair instead.
   */
  readonly changedPairs: string | null
  /**
   * What a verdict does, in a few words: "38 dropped".
   * @param count of pairs
   * @param rows the same with its noun
   */
  effect(count: string, rows: string): string
  /** What its numbers mean, by name: for the reward spec and the audit report. */
  readonly formulas: Formulas
}

export type Formulas = Readonly<Record<string, { readonly formula: string; readonly words: string }>>

/** What suppressing comes to where the data speak against the concept already. */
export interface AgainstWords {
  readonly outcome: string
  readonly advice: string
  readonly instead: readonly Instead[]
}

/** Another decision that a person may have meant. */
export interface Instead {
  readonly label: string
  readonly change: Partial<Pick<Verdict, 'verdict' | 'protocol' | 'strength'>>
}

export type ProtocolConcept = Pick<Concept, 'id' | 'source' | 'measure'>

export type RequestedConcept = Pick<Concept, 'id' | 'source' | 'label' | 'description'>

/** The data as the steps of a shaping leave it, one after the other. */
export interface ShapingState extends PairState {
  readonly weights: Float64Array
  readonly weighing: EntropyBalance | null
  /** Of the decisions that have a part in the weights. */
  readonly weightParts: ReadonlyMap<Decision, WeightPart>
  readonly offsets: Float64Array
  /** As in Shaping. */
  readonly softLabels: Float64Array | null
}

/** What a reward spec fixes of all pairs together, so that applying it fits nothing anew. */
export interface StoredValues {
  readonly weighing: EntropyBalance | null
  readonly softLabels: Float64Array | null
}

/** What one step does for all of its decisions at once. */
export interface StepResult {
  readonly state: ShapingState
  readonly shaped: ReadonlyMap<Decision, ShapedVerdict>
}

/**
 * How a protocol enters a shaping. Steps are taken in the order of STEPS: 'pairs' one decision after the
 * other, each on the pairs that the ones before it left; 'weights', 'offsets' and 'labels' all decisions
 * together; 'texts' picks the pairs whose texts are edited; 'none' leaves the data as it is.
 */
export type Enactment =
  | {
      readonly step: 'pairs'
      /** Never asked for a kept concept. */
      change(
        context: ShapingContext,
        decision: Decision,
        source: Source,
        state: PairState,
      ): readonly [ShapedVerdict, PairState]
    }
  | {
      readonly step: 'weights' | 'offsets' | 'labels'
      /** Asked with every decision, since kept concepts take part. @param stored of a reward spec */
      together(
        context: ShapingContext,
        decisions: readonly Decision[],
        state: ShapingState,
        stored: StoredValues,
      ): StepResult
    }
  | {
      readonly step: 'texts'
      /** The sides, as bits, of which one must have the concept for a pair to be edited. */
      sides(isFlipped: boolean): number
    }
  | { readonly step: 'none' }

/** What text edits need to know of the data. */
export interface EditSources {
  concept(id: string): RequestedConcept
  /** Where a concept is in a response. */
  marks(concept: string, pair: number, side: 'chosen' | 'rejected'): readonly CharRange[]
}

/** What a direction is found from. */
export interface DirectionSources {
  readonly dictionary: Pick<Dictionary, 'decoder' | 'dim'>
  readonly columns: FeatureColumns
  /** Mean states of the response spans; null where they are not known. */
  readonly states: States | null
}

/** One way to enact verdicts: everything that the rest of Whittle knows of it. */
export interface ProtocolModule {
  readonly id: Protocol
  readonly intervenes: Intervention
  /** Any of these carries it: a trainer that reads none of them ignores the decision. */
  readonly carriers: readonly Carrier[]
  /** Null where it cannot act on such data. */
  readonly words: Readonly<Record<DataKind, ProtocolWords | null>> & { readonly pairs: ProtocolWords }
  /** Whether it can enact a verdict, which is not keep, on a concept of pairs. */
  allowed(concept: ProtocolConcept, verdict: VerdictKind): boolean
  readonly enact: Enactment
  /**
   * What the strength measures: how far the reliance goes, a share of the pairs that have the concept, or a
   * length.
   */
  readonly strength: 'reliance' | 'share' | 'length'
  /** Heading of the number of pairs that it changes, and which these are; null where they are not counted. */
  readonly counted: { readonly heading: string; readonly pairs: 'dropped' | 'flipped' | 'edited' } | null
  /** What suppressing comes to where the data speak against the concept; null where nothing is to be said. */
  readonly against: AgainstWords | null
  /** True where it takes many fits, which are not made before they are asked for. */
  readonly costly?: boolean
  /** True where the concept is cut from the pairs that it changes, so that they teach nothing of it. */
  readonly removesConcept?: boolean
  /** True where it acts while a policy trains, so that the data itself teaches what it did. */
  readonly whileTraining?: boolean
  /** Why a reward head on the data shows nothing of it, "{label} …"; absent where it does. */
  readonly unproven?: string
  /** What the proof assumes: "fell by 94% {assumption}". */
  readonly assumption?: string
  /** The pairs that a verdict changes are a list to review, and a person may spare some. */
  readonly reviewed?: boolean
  /** What it does to texts. @param on the verdicts of this protocol that edit a pair */
  edit?(on: (pair: number) => readonly Verdict[], sources: EditSources): Partial<PairValues>
  /** What the policy's prompt asks for, the person's words or the default. */
  template?(verdict: Pick<Verdict, 'template'>, concept: RequestedConcept): string
  /**
   * The direction that is exported for a concept.
   * @throws WhittleError where there is nothing to find it from
   */
  direction?(concept: Concept, sources: DirectionSources): Direction
}
