import type { UnitTable } from '../src/core/activations.ts'
import type { EvidenceKind } from '../src/core/concepts/evidence.ts'
import type { ContextRule, OwnRule } from '../src/core/contexts/rules.ts'
import type { Artefact } from '../src/core/export/files.ts'
import { WhittleError } from '../src/core/failure.ts'
import type { Mapping } from '../src/core/parse/mapping.ts'
import type { OwnDefinition } from '../src/core/own/definition.ts'
import type { Verdict } from '../src/core/verdict.ts'
import { estimate, prove } from '../src/core/workspace/evaluate.ts'
import type { ExportSettings } from '../src/core/workspace/exports.ts'
import { firingConcepts, nearInMeaning, responsesSaying } from '../src/core/workspace/ask.ts'
import { lessonPage } from '../src/core/workspace/lesson-page.ts'
import { previewOwn } from '../src/core/workspace/own-preview.ts'
import {
  type LineSettings,
  badRecords,
  columnsPage,
  rowLines,
  rowPage,
} from '../src/core/workspace/row-view.ts'
import { queryRows, type RowQuery } from '../src/core/workspace/row-query.ts'
import type { Narrowing } from '../src/core/workspace/workspace.ts'
import { preview } from '../src/core/workspace/preview.ts'
import type { Opened, OpenRequest } from '../src/protocol/analyse.ts'
import { reply } from '../src/protocol/reply.ts'
import { AnalyseSession, type TryMapping } from './analyse-session.ts'
import { type Progress, throttled } from './progress.ts'
import { longQuestion, question } from './question.ts'
import { ActivationStorage } from './storage.ts'

/** Fixed, so that random evidence is the same after a reload. */
const EVIDENCE_SEED = 1

/** The contract of workers/analyse.worker.ts, which owns texts and matrices and runs the core on them. */
export type AnalyseApi = ReturnType<typeof createAnalyseQuestions>

/** Everything that the page can ask the analysis worker. Scopes are ids of contexts, or 'overall'. */
export function createAnalyseQuestions(storage = new ActivationStorage()) {
  let session: AnalyseSession | null = null
  /** While a mapping is asked for. */
  let tryMapping: TryMapping | null = null

  const open = (): AnalyseSession => {
    if (!session) throw new WhittleError('internal', 'No file is open.')
    return session
  }
  const ask = <Given extends unknown[], Answer>(
    answer: (open: AnalyseSession, ...given: Given) => Answer | Promise<Answer>,
  ) => question(open, answer)
  const askLong = <Given extends unknown[], Answer>(
    answer: (open: AnalyseSession, progress: Progress, ...given: Given) => Answer | Promise<Answer>,
  ) => longQuestion(open, answer)

  return {
    /** @param progress called with bytes read and in all */
    open: (request: OpenRequest, progress: Progress) =>
      reply(async (): Promise<Opened> => {
        session?.close()
        session = null
        tryMapping = null
        const next = await AnalyseSession.open(request, throttled(progress), storage)
        session = next.session
        tryMapping = next.tryMapping
        return next.opened
      }),
    /** How the file that a mapping was asked for would be read by one. */
    tryMapping: (mapping: Mapping) =>
      reply(() => {
        if (!tryMapping) throw new WhittleError('internal', 'No mapping is asked for.')
        return tryMapping(mapping)
      }),
    /** The rows that could not be used, as CSV that is safe to open in a spreadsheet. */
    badRows: ask((open) => open.badRows()),

    /** Prepares extraction: loads what the bundled example or the browser's storage already has. */
    plan: ask((open) => open.restore()),
    /** Hands out, on a channel, the batches that are not extracted. @param port answers as BatchSource */
    extract: ask((open, port: MessagePort) => open.extractOn(port)),
    /**
     * The same with the texts that a proof makes. Answers whether there are any; else the port is not used.
     */
    extractForProof: ask((open, port: MessagePort, settings: ExportSettings) =>
      open.extractForProofOn(port, settings),
    ),

    /** Replaces the concepts of one's own; they are tested with the next analysis. */
    setOwn: ask((open, definitions: readonly unknown[], tried: readonly unknown[]) => {
      open.workspace.setOwn(definitions, tried)
      return { concepts: open.workspace.own.definitions, tried: open.workspace.own.tried }
    }),
    /**
     * Hands out the examples that the encoder has not read. Answers whether there are any; else the port
     * is not used.
     */
    extractExamples: ask((open, port: MessagePort, extra: readonly OwnDefinition[]) =>
      open.extractExamplesOn(port, extra),
    ),
    /** What a definition would find, before it is used. */
    previewOwn: ask((open, definition: unknown) => previewOwn(open.workspace, definition)),

    /** Tests every concept on what is extracted so far. */
    analyse: askLong((open, progress, seed: number) => open.workspace.analyse(seed, progress)),
    /** What the last analysis would teach, in sentences; of contexts, too, once they are tested. */
    lessons: ask((open, seed: number) => lessonPage(open.workspace, seed)),
    /** Held-out AUCs on the pairs of the last analysis. */
    explain: ask((open, seed: number) => open.workspace.explain(seed)),
    /** Tests concepts inside contexts; null while not every response and prompt is extracted. */
    contexts: askLong((open, progress, seed: number) => open.contexts(seed, progress)),
    /**
     * Whether a rule makes a context, and how many pairs it holds for.
     * @throws WhittleError where it makes none
     */
    tryRule: ask((open, rule: ContextRule) => {
      const { label, pairs } = open.workspace.tryRule(rule)
      return { label, pairs: pairs.length }
    }),
    /**
     * Sets the contexts by the person's rules and tests them together; null while the others are not tested.
     */
    ownContexts: ask((open, rules: readonly OwnRule[], seed: number) =>
      open.workspace.setOwnContexts(rules, seed),
    ),
    /**
     * The pairs laid out by their prompts, each with the contexts that it is in; null while prompts are
     * missing.
     */
    map: askLong((open, progress, seed: number) => open.workspace.map(seed, progress)),

    /** One concept across the contexts. */
    forest: ask((open, concept: string) => open.workspace.forest(concept)),
    /** For pairs of the map, the mean u of the pairs on their prompts, in [−1, 1]. */
    leanings: ask((open, concept: string, pairs: Uint32Array) => open.workspace.leanings(concept, pairs)),
    evidence: ask((open, of: Place, kind: EvidenceKind, limit: number, among: Narrowing) =>
      open.workspace.evidence(of.concept, of.scope, kind, limit, EVIDENCE_SEED, among),
    ),
    /** The further columns of the file. */
    columns: ask((open) => columnsPage(open.workspace)),
    /** The pairs that fit a query, in its order. @param verdicts none before the first analysis */
    rows: askLong((open, progress, query: RowQuery, verdicts: readonly Verdict[]) =>
      queryRows(open.workspace, query, verdicts, progress),
    ),
    /** Lines of a table of some pairs. */
    rowLines: ask((open, pairs: Uint32Array, shown: LineSettings, verdicts: readonly Verdict[]) =>
      rowLines(open.workspace, pairs, shown, verdicts),
    ),
    /** One pair to read. @param concept shaded where it fires; null for none */
    rowPage: ask((open, pair: number, concept: string | null, verdicts: readonly Verdict[]) =>
      rowPage(open.workspace, pair, concept, verdicts),
    ),
    /** The first rows that are left out for a reason, as they are in the file. */
    badRecords: ask((open, reason: string) => badRecords(open.workspace, reason)),
    /** Responses that say what was typed. */
    saying: ask((open, typed: string) => responsesSaying(open.workspace, typed)),
    /** Concepts and responses near in meaning to a text that the encoder has read, as one span. */
    meaning: ask(async (open, asked: UnitTable) => nearInMeaning(open.workspace, await open.labels(), asked)),
    /**
     * Concepts that fire in a text, with their places. @param units the text as one span; null if not read
     */
    firing: ask((open, text: string, units: UnitTable | null) => firingConcepts(open.workspace, text, units)),
    detail: ask((open, concept: string) => open.workspace.detail(concept)),

    /**
     * Computes beforehand what the next decision would have to wait for.
     * @param looked what a person looks at
     */
    prepare: askLong((open, progress, verdicts: readonly Verdict[], looked: Place | null) =>
      open.workspace.prepare(() => progress(0, 1), verdicts, looked),
    ),
    /** How much of what a decision is about its concept sees; null where that cannot be told. */
    recall: ask((open, concept: string) => open.workspace.recall(concept, EVIDENCE_SEED)),
    impact: ask((open, verdicts: readonly Verdict[]) => open.workspace.impact(verdicts)),
    /** The first pairs that one of the verdicts changes, before and after. */
    preview: ask((open, verdicts: readonly Verdict[], of: Place, limit: number) =>
      preview(open.workspace, verdicts, of, limit),
    ),
    /** What the proof is expected to find: two heads, fitted once each. */
    estimate: ask((open, settings: ExportSettings) => estimate(open.workspace, settings)),
    /** Fits a reward head on the data before and after the verdicts, and compares them on pairs held out. */
    prove: askLong((open, progress, settings: ExportSettings) => prove(open.workspace, settings, progress)),

    /** Any number of artefacts, each a file, or all in one zip with a manifest. */
    /** What each data file among the artefacts would hold. */
    previewExport: ask((open, settings: ExportSettings, artefacts: readonly Artefact[]) =>
      open.previewExport(settings, artefacts),
    ),
    exportFiles: ask((open, settings: ExportSettings, artefacts: readonly Artefact[], zip: boolean) =>
      open.exportFiles(settings, artefacts, zip),
    ),
    /** What the person authored as a small file. @param view the fragment of the address */
    saveSession: ask((open, settings: ExportSettings, view: string) => open.saveSession(settings, view)),
    /** What the browser's storage holds of datasets, last used first; asked with or without an open file. */
    stored: () => reply(() => storage.list()),
    /** Deletes what is stored of a dataset, by the hash of its file; null for all. */
    deleteStored: (sha256: string | null) => reply(() => storage.delete(sha256)),

    /** Reads a saved session and compares it with the open data. */
    openSession: ask((open, text: string) => open.openSession(text)),
  }
}

/** A concept and the scope it is looked at in. */
type Place = Pick<Verdict, 'concept' | 'scope'>
