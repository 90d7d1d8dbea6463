/** What crosses the borders between workers and page, under one roof. */
export type { ConceptInfo } from '../core/concepts/concept.ts'
export type { EvidenceKind } from '../core/concepts/evidence.ts'
export type { Artefact, DataPreview } from '../core/export/files.ts'
export type { DataFormat } from '../core/source.ts'
export type { Impact, VerdictImpact } from '../core/shape/impact.ts'
export type { Estimate } from '../core/shape/evaluate/bootstrap.ts'
export type { Estimated } from '../core/shape/evaluate/estimate.ts'
export type { ConceptProof, Proof } from '../core/shape/evaluate/evaluation-result.ts'
export type { BadRowGroup } from '../core/parse/bad-rows.ts'
export type { PartGroup } from '../core/parse/parts.ts'
export type { Inspection, ReadRow } from '../core/dataset/inspect.ts'
export type { DatasetInfo, MappingRequest } from '../core/dataset/dataset.ts'
export type {
  AnsweringResponse,
  FiringConcept,
  MeaningAnswer,
  SayingResponses,
} from '../core/workspace/ask.ts'
export type { LessonPage, LessonQuote } from '../core/workspace/lesson-page.ts'
export type { Recall } from '../core/lessons/recall.ts'
export type { ConceptDetail } from '../core/workspace/detail.ts'
export type { Exemplar } from '../core/workspace/exemplars.ts'
export type { Evidence, EvidencePair } from '../core/workspace/evidence.ts'
export type { ExportedFile } from '../core/export/exported-file.ts'
export type { ExportSettings } from '../core/workspace/exports.ts'
export type { Plan } from '../core/workspace/extraction.ts'
export type { Findings, HypothesisRow, Summary } from '../core/hypotheses/findings.ts'
export type { Mark, MarkedText } from '../core/workspace/marks.ts'
export type { ForestRow } from '../core/contexts/forest.ts'
export type { ContextInfo, ContextTable } from '../core/workspace/contexts.ts'
export type { DatasetMap } from '../core/workspace/pair-map.ts'
export type { OwnPreview } from '../core/workspace/own-preview.ts'
export type { OwnDefinition } from '../core/own/definition.ts'
export type { Condition } from '../core/dataset/conditions.ts'
export type { ColumnSummary, Distribution } from '../core/dataset/column-summary.ts'
export type {
  BadRecord,
  ColumnsPage,
  LineSettings,
  PromptTurn,
  RowLine,
  RowPage,
} from '../core/workspace/row-view.ts'
export type { Change, ConceptPlace, RowQuery } from '../core/workspace/row-query.ts'
export type { Preview, PreviewPair } from '../core/workspace/preview.ts'
