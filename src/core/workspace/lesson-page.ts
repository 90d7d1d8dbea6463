import type { ConceptInfo } from '../concepts/concept.ts'
import { discordantPairs } from '../hypotheses/test-concepts.ts'
import { type Lesson, type LessonTable, sidesOf } from '../lessons/lesson.ts'
import { describe } from './describe.ts'
import type { MarkedText } from './marks.ts'
import type { Workspace } from './workspace.ts'

/** One response that shows a lesson. */
export interface LessonQuote {
  /** Source row, from 1. */
  readonly row: number
  readonly side: 'chosen' | 'rejected'
  readonly text: MarkedText
}

/** A concept that is known but on too few pairs to be tested. */
export interface UntestedConcept {
  readonly concept: ConceptInfo
  /** Pairs that differ in it; of single responses, those that have it. */
  readonly discordant: number
}

/** What the page of lessons shows. */
export interface LessonPage extends LessonTable {
  /** By lesson id. */
  readonly quotes: Readonly<Record<string, LessonQuote>>
  /** Named concepts that were not tested: someone who asks for one is told why. */
  readonly untested: readonly UntestedConcept[]
}

/** Random choices of the quotes are the same after a reload. */
const QUOTE_SEED = 1

/**
 * The lessons of the last analysis, each with a response that shows it.
 * @throws WhittleError before the first analysis
 */
export function lessonPage(workspace: Workspace, seed: number): LessonPage {
  const table = workspace.lessons(seed)
  const quotes: Record<string, LessonQuote> = {}
  for (const lesson of table.lessons) {
    const quote = quoteOf(workspace, lesson)
    if (quote) quotes[lesson.id] = quote
  }
  return { ...table, quotes, untested: untestedConcepts(workspace) }
}

/** The response that shows a concept most strongly, on the side that its lesson says. */
export function quoteOf(
  workspace: Workspace,
  { concept, scope, direction }: Pick<Lesson, 'concept' | 'direction'> & { readonly scope: { readonly id: string } },
): LessonQuote | null {
  const { side, supports } = sidesOf(direction)
  const [pair] = workspace.evidence(concept, scope.id, supports, 1, QUOTE_SEED).pairs
  const text = pair?.[side]
  return pair && text ? { row: pair.row, side, text } : null
}

function untestedConcepts({ basis, findings, dictionary }: Workspace): UntestedConcept[] {
  const tested = new Set(findings.rows.map(({ concept }) => concept.id))
  return basis.concepts.flatMap((concept, m) => {
    if (concept.source === 'phrase' || concept.hidden || tested.has(concept.id)) return []
    const discordant = discordantPairs(basis.disparities, m).pair.length
    return [{ concept: describe(concept, dictionary), discordant }]
  })
}
