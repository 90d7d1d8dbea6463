import { useEffect, useRef } from 'react'

/** From `event.key` ("j", "?", "ArrowDown") with "ctrl+" before it where Control or Command is held. */
export type Hotkeys = Readonly<Record<string, () => void>>

const FIELDS = 'input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]'

/** Keys that the focused control handles itself. */
function belongsToControl(key: string, target: Element): boolean {
  if (target.closest(FIELDS)) return true
  // Arrow keys scroll the focused element, unless that is the table or the page itself.
  return key.startsWith('Arrow') && target !== document.body && !target.closest('[role=grid]')
}

/**
 * Keys for the whole page; those typed in a field or an open dialog, and the browser's shortcuts, are left
 * alone.
 */
export function useHotkeys(hotkeys: Hotkeys): void {
  const latest = useRef(hotkeys)
  useEffect(() => {
    latest.current = hotkeys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return
      if (document.querySelector('dialog[open]')) return
      if (event.target instanceof Element && belongsToControl(event.key, event.target)) return
      const key = (event.ctrlKey || event.metaKey ? 'ctrl+' : '') + event.key
      const action = latest.current[key]
      if (!action) return
      event.preventDefault()
      action()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
