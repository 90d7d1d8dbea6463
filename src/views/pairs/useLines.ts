import { useEffect, useRef, useState } from 'react'
import type { LineSettings, RowLine } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'

/** Lines are asked for in blocks of so many places. */
const BLOCK = 64
/** Lines kept; far more than are in sight. */
const MOST_KEPT = 4000

interface Kept {
  /** What the lines were read for; others are forgotten. */
  readonly of: readonly unknown[]
  readonly lines: Map<number, RowLine>
  loading: boolean
}

/**
 * The lines of the pairs in sight, as far as they are there; the rest is asked for, one block at a time, so
 * that a fast scroll asks only for where it ends.
 * @param first the first place in sight, and `last` the last
 */
export function useLines(
  pairs: Uint32Array,
  { columns, search }: LineSettings,
  first: number,
  last: number,
): ReadonlyMap<number, RowLine> {
  const verdicts = useStore((state) => (state.findings ? state.authored.verdicts : null))
  const [, redraw] = useState(0)
  const kept = useRef<Kept>({ of: [], lines: new Map(), loading: false })
  const wanted = useRef({ pairs, first, last })
  const key = columns.join('\0')

  useEffect(() => {
    wanted.current = { pairs, first, last }
    const of = [key, search, verdicts]
    if (of.some((part, i) => part !== kept.current.of[i])) {
      kept.current = { of, lines: new Map(), loading: false }
    }
    const mine = kept.current
    const load = async () => {
      for (;;) {
        const block = missingBlock(wanted.current, mine.lines)
        if (!block || mine !== kept.current) return
        const lines = await commands.rowLines(block, { columns: key === '' ? [] : key.split('\0'), search })
        if (mine !== kept.current || lines.length === 0) return
        if (mine.lines.size > MOST_KEPT) mine.lines.clear()
        for (const line of lines) mine.lines.set(line.pair, line)
        redraw((times) => times + 1)
      }
    }
    if (mine.loading) return
    mine.loading = true
    void load().finally(() => (mine.loading = false))
  }, [pairs, first, last, key, search, verdicts])

  return kept.current.lines
}

/** The pairs of the first block in sight that is not there in full. */
function missingBlock(
  { pairs, first, last }: { pairs: Uint32Array; first: number; last: number },
  lines: ReadonlyMap<number, RowLine>,
): Uint32Array | null {
  for (let from = first - (first % BLOCK); from <= last; from += BLOCK) {
    const block = pairs.subarray(from, from + BLOCK)
    if (block.some((pair) => !lines.has(pair))) return block.slice()
  }
  return null
}
