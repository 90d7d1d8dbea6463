import type { RewardSpec } from '../spec-schema.ts'
import { type Html, html, theirs } from './html.ts'
import type { DataWords } from './data-words.ts'
import { count, counted } from './numbers.ts'

/** One response that shows what is said. */
export interface ReportQuote {
  /** Source row, from 1. */
  readonly row: number
  readonly side: 'chosen' | 'rejected'
  readonly text: string
}

/** A lesson as the report says it. */
export interface ReportLesson {
  readonly sentence: string
  readonly certainty: 'confirmed' | 'likely' | 'unclear'
  /** Why it looks unintended; null where it does not. */
  readonly unintended: string | null
  readonly quote: ReportQuote | null
}

export interface InShort {
  /** In the page's order; hidden concepts stand for none. */
  readonly lessons: readonly ReportLesson[]
  /** A response that shows what is decided on, in the order of the spec's concepts. */
  readonly decided: readonly (ReportQuote | null)[]
  /** The name of a scope, by its id. */
  readonly scopeName: (id: string) => string
}

const MOST_LESSONS = 12
const QUOTED = 240

const VERBS = { suppress: 'Suppress', keep: 'Keep', amplify: 'Amplify' } as const

/** The report's first section: what the data would teach and what was decided, each with a response that shows it. */
export function inShortSection({ lessons, decided, scopeName }: InShort, spec: RewardSpec, words: DataWords): Html {
  const sure = lessons.filter(({ certainty }) => certainty === 'confirmed')
  const rest = sure.length - MOST_LESSONS
  return html`<section>
    <h2>In short</h2>
    ${
      sure.length === 0
        ? html`<p>Nothing that this data would teach can be told from chance with confidence.</p>`
        : html`<p>What it would teach, what looks unintended first:</p>
            <ol>
              ${[...sure]
                .sort((a, b) => Number(b.unintended !== null) - Number(a.unintended !== null))
                .slice(0, MOST_LESSONS)
                .map(
                  ({ sentence, unintended, quote }) =>
                    html`<li>
                      ${theirs(sentence)}
                      ${unintended === null ? null : html`<br /><b>Looks unintended:</b> ${theirs(unintended)}`}
                      ${quoted(quote, words)}
                    </li>`,
                )}
            </ol>
            ${rest > 0 ? html`<p class="soft">${counted(rest, 'further lesson')} in the page.</p>` : null}`
    }
    ${
      spec.concepts.length === 0
        ? html`<p>Nothing was decided: the data goes out as it came in.</p>`
        : html`<p>What was decided:</p>
            <ul>
              ${spec.concepts.map(
                ({ verdict, name, label, scope, note }, c) =>
                  html`<li>
                    ${VERBS[verdict]} <b>${theirs(name ?? label)}</b>${place(scope, scopeName)}${note === '' ? '.' : html`: ${theirs(note)}`}
                    ${quoted(decided[c] ?? null, words)}
                  </li>`,
              )}
            </ul>`
    }
  </section>`
}

/** " in “topic: health”"; nothing where it is everywhere. */
export const place = (scope: string, scopeName: InShort['scopeName']): Html | null =>
  scope === 'overall' ? null : html` in “${theirs(scopeName(scope))}”`

function quoted(quote: ReportQuote | null, words: DataWords): Html | null {
  if (!quote) return null
  const text = quote.text.length > QUOTED ? `${quote.text.slice(0, QUOTED)}…` : quote.text
  return html`<blockquote>
    <p class="soft">${words[quote.side]}, row ${count(quote.row)}</p>
    <p>${theirs(text)}</p>
  </blockquote>`
}
