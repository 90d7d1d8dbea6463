import { useSyncExternalStore } from 'react'
import { useMediaQuery } from './useMediaQuery.ts'

/** Changes with the colour theme, so that canvases can be redrawn. */
export function useShownTheme(): string {
  const system = useMediaQuery('(prefers-color-scheme: dark)') ? 'dark' : 'light'
  const own = useSyncExternalStore(
    (changed) => {
      const observer = new MutationObserver(changed)
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
      return () => observer.disconnect()
    },
    () => document.documentElement.dataset.theme,
  )
  return own ?? system
}
