import type { Impact } from '../../protocol/data.ts'
import { longer } from './lengths.ts'

/** The change in the length of chosen responses: one entry of a list of numbers. */
export function LengthShift({ impact }: { impact: Impact }) {
  return (
    <div title="How much longer the chosen response is than the rejected one, on average, before and after.">
      <dt>Chosen longer by</dt>
      <dd>
        {longer(impact.lengthBefore)} → {longer(impact.lengthAfter)}
      </dd>
    </div>
  )
}
