import { useId, useState } from 'react'
import type { OwnRule } from '../../core/contexts/rules.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useNames } from '../rows/useRows.ts'
import { plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'

/** The pairs of the points drawn around on the map of prompts, as source rows; null where nothing is. */
function useLassoedRows(): number[] | null {
  const map = useStore((state) => state.map)
  const points = useStore((state) => state.lasso.points)
  return map && points ? points.map((point) => map.row[point]!).sort((a, b) => a - b) : null
}

/** Makes a context of a pattern, of the selected concept in the prompt, or of what is drawn around on the map. */
export function MakeContext({ onMade }: { onMade: () => void }) {
  const [pattern, setPattern] = useState('')
  const selected = useStore((state) => state.view.selected)
  const lassoed = useLassoedRows()
  const nameOf = useNames()
  const { one } = useSides()
  const help = useId()
  const make = (rule: OwnRule['rule']) => {
    commands.makeContext(rule)
    onMade()
  }
  return (
    <form
      className="make-context"
      aria-label="A context of your own"
      onSubmit={(event) => {
        event.preventDefault()
        if (pattern.trim() !== '') make({ kind: 'pattern', pattern: pattern.trim() })
      }}
    >
      <label className="field">
        Prompts that match
        <input
          type="text"
          value={pattern}
          maxLength={1000}
          placeholder="recipe|cook(ing)?"
          aria-describedby={help}
          spellCheck={false}
          autoCapitalize="off"
          onChange={(event) => setPattern(event.target.value)}
        />
      </label>
      <button type="submit" disabled={pattern.trim() === ''}>
        Test it
      </button>
      <p id={help} className="soft">
        A regular expression; upper and lower case are alike. Every context that you make counts as a look at the
        data, so its findings have to be stronger the more you make.
      </p>
      <div className="make-other">
        {selected !== null && (
          <button type="button" onClick={() => make({ kind: 'concept', concept: selected })}>
            Prompts with “<bdi>{visibleText(nameOf(selected))}</bdi>”
          </button>
        )}
        {lassoed !== null && (
          <button type="button" onClick={() => make({ kind: 'selection', rows: lassoed })}>
            The {plural(lassoed.length, lassoed.length === 1 ? one : 'prompt')} drawn around on the map
          </button>
        )}
      </div>
    </form>
  )
}
