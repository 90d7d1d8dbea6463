import { useEffect, useState } from 'react'
import { useMediaQuery } from './useMediaQuery.ts'

type Theme = 'light' | 'dark'
const KEY = 'whittle:theme'

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY)
    return value === 'light' || value === 'dark' ? value : null
  } catch {
    return null // Storage is not allowed: use the system's theme.
  }
}

/** The system's theme until the person switches. */
export function useTheme(): [Theme, () => void] {
  const [own, setOwn] = useState<Theme | null>(stored)
  const system: Theme = useMediaQuery('(prefers-color-scheme: dark)') ? 'dark' : 'light'
  useEffect(() => {
    if (own) document.documentElement.dataset.theme = own
  }, [own])

  const theme = own ?? system
  const switchTheme = () => {
    const next = theme === 'dark' ? 'light' : 'dark'
    setOwn(next)
    try {
      localStorage.setItem(KEY, next)
    } catch {
      // Storage is forbidden: the choice lasts until the page is left.
    }
  }
  return [theme, switchTheme]
}
