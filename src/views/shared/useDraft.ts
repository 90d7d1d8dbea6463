import { useState } from 'react'

/** Stores the text when the field loses focus or Enter is pressed, so that typing is one step to undo. */
export function useDraft(stored: string, keep: (text: string) => void) {
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    if (draft !== null && draft !== stored) keep(draft)
    setDraft(null)
  }
  return { value: draft ?? stored, change: setDraft, commit, discard: () => setDraft(null) }
}
