import { sigmoid } from '../../core/stats/logistic.ts'
import type { Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Explained } from '../shared/Explained.tsx'
import { Icon } from '../shared/Icon.tsx'
import { type Standing, standingOf, tryInstead } from './standing.ts'

/** Where the decision stands now. */
export function useStanding(verdict: Verdict): Standing {
  const authored = useStore((state) => state.authored)
  const estimate = useStore((state) => state.estimate)
  const proof = useStore((state) => state.proof)
  return standingOf(verdict, { authored, estimate, proof })
}

/** "71 : 29": how often a response with the concept wins against the same one without it. */
export function odds(reliance: number): string {
  const share = Math.round(100 * sigmoid(reliance))
  return `${share} : ${100 - share}`
}

const MEASURED = 'Measured in a reward head that is fitted again with all decisions together.'

const WORDS: Readonly<Record<Standing['light'], string>> = {
  waiting: 'computing',
  estimated: 'estimated',
  proved: 'proved',
  failed: 'not borne out',
  unproven: 'rests on the training run: no reward head can show it',
}

/**
 * One word on how far a decision is borne out, with what a head makes of the concept; what to try where it is
 * not, and the way out.
 */
export function Light({ verdict }: { verdict: Verdict }) {
  const standing = useStanding(verdict)
  const { light, before, after } = standing
  const outcome = before === null || after === null ? '' : `favoured ${odds(before)} → ${odds(after)}`
  return (
    <span className={`light light-${light}`}>
      {light === 'proved' && <Icon name="check" />}
      {light === 'failed' && <Icon name="warning" />}
      {outcome}{' '}
      <Explained text={light === 'failed' ? `${MEASURED} ${tryInstead(verdict)}` : MEASURED}>
        {WORDS[light]}
      </Explained>
      {light === 'failed' && (
        <button className="link" onClick={() => commands.decide(verdict.concept, null, verdict.scope)}>
          withdraw
        </button>
      )}
    </span>
  )
}
