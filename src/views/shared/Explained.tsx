import { type ReactNode, useId, useRef } from 'react'
import { placeBeside } from './placeBeside.ts'

/**
 * A term with its explanation one click, tap or Enter away: what `title` shows to a mouse only. It may stand
 * in a line of text or in a table cell.
 */
export function Explained({
  text,
  children,
  className = '',
}: {
  /** The explanation, in sentences. */
  text: string
  children: ReactNode
  className?: string
}) {
  const id = useId()
  const term = useRef<HTMLButtonElement>(null)
  return (
    <>
      <button
        ref={term}
        type="button"
        className={`explained ${className}`}
        popoverTarget={id}
        onClick={(event) => event.stopPropagation()}
      >
        {children}
      </button>
      <span
        id={id}
        className="popover explanation"
        popover="auto"
        onBeforeToggle={(event) => placeBeside(event, term.current)}
      >
        {text}
      </span>
    </>
  )
}
