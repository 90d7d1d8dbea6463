/** The parts of the screen that the steps lead to. */
export type Region = 'data' | 'concepts' | 'evidence' | 'decide'

export const regionId = (region: Region): string => `region-${region}`

/** Brings a part into view and moves the focus there. */
export function focusRegion(region: Region): void {
  const element = document.getElementById(regionId(region))
  element?.scrollIntoView({ block: 'nearest' })
  element?.focus()
  if (!window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
    element?.animate([{ boxShadow: 'inset 0 0 0 3px var(--accent)' }, { boxShadow: 'none' }], 900)
  }
}
