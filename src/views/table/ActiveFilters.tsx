import type { Filters, Lasso } from '../../store/state.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { defaultView } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { SOURCES, VERDICT_WORDS } from '../shared/words.ts'
import { useNames } from '../rows/useRows.ts'

interface Chip {
  readonly text: string
  readonly remove: () => void
}

function lassoChips({ concepts, points }: Lasso): Chip[] {
  const chips: Chip[] = []
  if (concepts) {
    chips.push({
      text: plural(concepts.length, 'lassoed latent'),
      remove: () => commands.lasso('latents', null),
    })
  }
  if (points) {
    chips.push({
      text: `contexts of ${plural(points.length, 'lassoed prompt')}`,
      remove: () => commands.lasso('prompts', null),
    })
  }
  return chips
}

function chipsOf(filters: Filters, nameOf: (concept: string) => string): Chip[] {
  const rest = <T extends string>(values: readonly T[], value: T) => values.filter((other) => other !== value)
  const removing = (without: Partial<Filters>) => () => commands.filter(without)
  const chips: Chip[] = []
  for (const value of filters.sources) {
    chips.push({
      text: SOURCES[value],
      remove: removing({ sources: rest(filters.sources, value) }),
    })
  }
  for (const value of filters.kinds)
    chips.push({ text: value, remove: removing({ kinds: rest(filters.kinds, value) }) })
  for (const value of filters.families) {
    chips.push({
      text: `in “${nameOf(value)}”`,
      remove: removing({ families: rest(filters.families, value) }),
    })
  }
  if (filters.direction !== 'any')
    chips.push({ text: `leans ${filters.direction}`, remove: removing({ direction: 'any' }) })
  if (filters.confirmedOnly) chips.push({ text: 'confirmed', remove: removing({ confirmedOnly: false }) })
  for (const value of filters.verdicts) {
    chips.push({
      text: VERDICT_WORDS[value].toLowerCase(),
      remove: removing({ verdicts: filters.verdicts.filter((other) => other !== value) }),
    })
  }
  const { minimumDiscordant } = defaultView.filters
  if (filters.minimumDiscordant !== minimumDiscordant) {
    chips.push({
      text: `at least ${count(filters.minimumDiscordant)} pairs`,
      remove: removing({ minimumDiscordant }),
    })
  }
  if (filters.showHidden)
    chips.push({ text: 'with unclear and dense', remove: removing({ showHidden: false }) })
  if (filters.showFolded) chips.push({ text: 'with folded', remove: removing({ showFolded: false }) })
  if (filters.showPhrases) chips.push({ text: 'with phrases', remove: removing({ showPhrases: false }) })
  return chips
}

/** The filters in force, each with a way out. */
export function ActiveFilters() {
  const filters = useStore((state) => state.view.filters)
  const lasso = useStore((state) => state.lasso)
  const chips = [...lassoChips(lasso), ...chipsOf(filters, useNames())]
  if (chips.length === 0) return null
  return (
    <ul className="active-filters" aria-label="Filters in force">
      {chips.map(({ text, remove }) => (
        <li key={text}>
          <button className="chip" aria-label={`Remove the filter: ${visibleText(text)}`} onClick={remove}>
            <bdi>{visibleText(text)}</bdi>
            <Icon name="close" />
          </button>
        </li>
      ))}
      <li>
        <button className="link" onClick={commands.clearFilters}>
          Clear all
        </button>
      </li>
    </ul>
  )
}
