import { signalShares } from '../../core/hypotheses/explained-shares.ts'
import type { Lesson } from '../../core/lessons/lesson.ts'
import type { Progress } from '../../protocol/progress.ts'
import { useStore } from '../../store/store.ts'
import { duration, percent, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'

const STAGES: Readonly<Record<Progress['phase'], string>> = {
  reading: 'Reading the file',
  'loading-model': 'Loading the encoder; detectors and phrases are tested already',
  extracting: 'Reading what the responses mean; lessons gain the dictionary’s concepts as it goes',
  testing: 'Testing concepts',
  contexts: 'Looking for what is taught only in places',
}

/** The stage of the work in words, with the time left where it is known. */
function Stage() {
  const progress = useStore((state) => state.progress)
  if (!progress) return null
  const left = progress.phase === 'extracting' ? progress.secondsLeft : null
  return (
    <p className="stage soft" role="status">
      {STAGES[progress.phase]}
      {left !== null && `, ${duration(left)} left`}…
    </p>
  )
}

/** What the preference rests on: length, what has a name here, and what has none. */
function Signal() {
  const auc = useStore((state) => state.findings?.summary.auc)
  const shares = auc && signalShares(auc)
  if (!shares) return null
  const parts = [
    ['length', 'length', shares.length],
    ['named', 'named concepts', shares.named],
    ['unnamed', 'no name yet', shares.unnamed],
  ] as const
  // A share that would be written as 0% is not shown.
  const shown = parts.filter(([, , share]) => share >= 0.005)
  return (
    <div className="signal-strip">
      <span className="soft">What tells the two apart:</span>
      <span className="signal-bar" aria-hidden="true">
        {shown.map(([id, , share]) => (
          <span key={id} className={`signal-${id}`} style={{ flexGrow: share }} />
        ))}
      </span>
      <span className="signal-words">
        {shown.map(([id, words, share]) => (
          <span key={id}>
            <span className={`swatch signal-${id}`} aria-hidden="true" /> {words} {percent(share)}
          </span>
        ))}
      </span>
    </div>
  )
}

/**
 * The first line of the page: how much data, how many lessons, how many look unintended, what the signal is
 * made of.
 */
export function Strip({ lessons }: { lessons: readonly Lesson[] }) {
  const pairs = useStore((state) => state.dataset?.pairs ?? 0)
  const working = useStore((state) => state.progress !== null)
  const { one } = useSides()
  const confirmed = lessons.filter((lesson) => lesson.certainty === 'confirmed')
  const maybe = lessons.length - confirmed.length
  const unintended = confirmed.filter((lesson) => lesson.unintended !== null).length
  return (
    <div className="strip">
      <p className="strip-count">
        <strong>{plural(pairs, one)}</strong>
        {lessons.length > 0 && confirmed.length === 0 && `: no lesson is certain${working ? ' yet' : ''}`}
        {confirmed.length > 0 && (
          <>
            {' '}
            teach <strong>{plural(confirmed.length, 'lesson')}</strong>
            {working ? ' so far' : ''}
            {unintended > 0 && (
              <>
                ; <strong className="warning-text">{unintended}</strong> {unintended === 1 ? 'looks' : 'look'}{' '}
                unintended
              </>
            )}
            {maybe > 0 && <span className="soft">. {maybe} more are not certain.</span>}
          </>
        )}
      </p>
      <Stage />
      <Signal />
    </div>
  )
}
