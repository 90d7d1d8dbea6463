import { TRAINER_IDS, trainersOf } from '../../core/shape/trainers.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useSides } from '../shared/useSides.ts'

/** What the person trains with: it decides which protocols are offered and which file comes first. */
export function TrainerSelect() {
  const trainer = useStore((state) => state.trainer)
  const { kind } = useSides()
  return (
    <label
      className={trainer === null ? 'trainer unasked' : 'trainer'}
      title="Decides how decisions are enacted and which files come first. Until it is said, only rows are counted on."
    >
      I train with
      <select
        value={trainer ?? ''}
        onChange={(event) => {
          const chosen = TRAINER_IDS.find((id) => id === event.target.value)
          if (chosen) commands.trainWith(chosen)
        }}
      >
        <option value="" disabled>
          choose…
        </option>
        {trainersOf(kind).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}
