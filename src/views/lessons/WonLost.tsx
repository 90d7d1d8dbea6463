import { count } from '../shared/format.ts'

/**
 * Pairs that differ in the concept as one bar: those where the response with more of it was chosen, and the
 * others.
 */
export function WonLost({ won, of, words }: { won: number; of: number; words: readonly [string, string] }) {
  const share = of > 0 ? won / of : 0
  return (
    <div className="won-lost">
      <span className="chosen number">
        {words[0]} {count(won)}
      </span>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="bar-rejected" width={100} height={8} />
        <rect className="bar-chosen" width={100 * share} height={8} />
        <line className="half" x1={50} x2={50} y1={0} y2={8} />
      </svg>
      <span className="rejected number">
        {words[1]} {count(of - won)}
      </span>
    </div>
  )
}
