import type { ToggleEvent } from 'react'

/** Pixels between an element and what opens beside it, and between that and the edge of the window. */
const GAP = 6

/** Places a popover that is about to open below or above an element, on the side with more room. */
export function placeBeside(event: ToggleEvent<HTMLElement>, element: HTMLElement | null): void {
  const at = element?.getBoundingClientRect()
  if (event.newState !== 'open' || !at) return
  const { style } = event.currentTarget
  const below = at.bottom < window.innerHeight / 2
  style.top = below ? `${at.bottom + GAP}px` : 'auto'
  style.bottom = below ? 'auto' : `${window.innerHeight - at.top + GAP}px`
  const left = at.left < window.innerWidth / 2
  style.left = left ? `${Math.max(GAP, at.left)}px` : 'auto'
  style.right = left ? 'auto' : `${Math.max(GAP, window.innerWidth - at.right)}px`
}
