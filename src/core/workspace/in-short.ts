import type { InShort, ReportQuote } from '../export/report/in-short.ts'
import { withFlags } from '../lessons/unintended.ts'
import type { ExportSettings } from './exports.ts'
import { type LessonQuote, lessonPage, quoteOf } from './lesson-page.ts'
import type { Workspace } from './workspace.ts'

/** What the report begins with: the lessons as the person left them, and the decisions, each with a response. */
export function inShort(workspace: Workspace, { verdicts, names, unintended = {}, seed }: ExportSettings): InShort {
  const { lessons, quotes } = lessonPage(workspace, seed)
  const hidden = new Set(workspace.concepts.flatMap(({ id, hidden }) => (hidden ? [id] : [])))
  const lean = new Map(workspace.findings.rows.map(({ hypothesis: { concept, deltaWin } }) => [concept, deltaWin]))
  const labels = new Map(workspace.contexts.map(({ id, label }) => [id, label]))
  return {
    lessons: withFlags(lessons, unintended)
      .filter(({ concept }) => !hidden.has(concept))
      .map(({ id, sentence, certainty, unintended }) => ({
        ...{ sentence, certainty, unintended },
        quote: plain(quotes[id] ?? null),
      })),
    decided: verdicts.map(({ concept, scope }) => {
      const direction = (lean.get(concept) ?? 0) < 0 ? 'less' : 'more'
      return plain(quoteOf(workspace, { concept, scope: { id: scope }, direction }))
    }),
    scopeName: (id) => (Object.hasOwn(names, id) ? names[id]! : (labels.get(id) ?? id)),
  }
}

const plain = (quote: LessonQuote | null): ReportQuote | null =>
  quote && { row: quote.row, side: quote.side, text: quote.text.text }
