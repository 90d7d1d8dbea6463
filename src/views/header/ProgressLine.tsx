import type { Progress } from '../../protocol/progress.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { duration, percent, short } from '../shared/format.ts'

const PHASES: Readonly<Record<Progress['phase'], string>> = {
  reading: 'Reading the file',
  'loading-model': 'Loading the encoder',
  extracting: 'Extracting',
  testing: 'Testing',
  contexts: 'Testing contexts',
}

/** The phases that can be cancelled and resumed. */
const CANCELLABLE: ReadonlySet<Progress['phase']> = new Set(['loading-model', 'extracting', 'contexts'])

/** The remaining time is always shown, the rate only where there is room. */
function Pace({ progress }: { progress: Progress }) {
  if (progress.phase !== 'extracting') return null
  const { rate, secondsLeft } = progress
  return (
    <>
      {secondsLeft !== null && <span className="soft nowrap">{duration(secondsLeft)} left</span>}
      {rate !== null && <span className="faint rate">{short(rate)} characters/s</span>}
    </>
  )
}

/** The progress of long work, with buttons to cancel and resume it. */
export function ProgressLine() {
  const progress = useStore((state) => state.progress)
  const interrupted = useStore((state) => state.interrupted)

  if (!progress) {
    return (
      <div className="progress">
        {interrupted && (
          <>
            <span className="soft">Stopped</span>
            <button onClick={commands.resume}>Resume</button>
          </>
        )}
      </div>
    )
  }
  const share = progress.total > 0 ? progress.done / progress.total : 0
  const label = PHASES[progress.phase]
  return (
    <div className="progress">
      <span className="nowrap">
        {label} {percent(share)}
      </span>
      <progress className="meter" aria-label={label} max={1} value={share} />
      <Pace progress={progress} />
      {CANCELLABLE.has(progress.phase) && <button onClick={commands.cancel}>Cancel</button>}
    </div>
  )
}
