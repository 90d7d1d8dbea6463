import { type ReactNode, type ToggleEvent, useId, useRef } from 'react'

/** Pixels between a term and its explanation, and between that and the edge of the window. */
const GAP = 6

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
  const place = (event: ToggleEvent<HTMLSpanElement>) => {
    const at = term.current?.getBoundingClientRect()
    if (event.newState !== 'open' || !at) return
    const { style } = event.currentTarget
    const below = at.bottom < window.innerHeight / 2
    style.top = below ? `${at.bottom + GAP}px` : 'auto'
    style.bottom = below ? 'auto' : `${window.innerHeight - at.top + GAP}px`
    const left = at.left < window.innerWidth / 2
    style.left = left ? `${Math.max(GAP, at.left)}px` : 'auto'
    style.right = left ? 'auto' : `${Math.max(GAP, window.innerWidth - at.right)}px`
  }
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
      <span id={id} className="popover explanation" popover="auto" onBeforeToggle={place}>
        {text}
      </span>
    </>
  )
}
