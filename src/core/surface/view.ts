import { segment, type Range, type Words } from './words.ts'

const FENCE = /^[ \t]*(`{3,}|~{3,})/gm
const INLINE = /(?<!`)(`{1,2})(?!`)[^`\n]+\1(?!`)/g

/** A text with the derived values that several detectors need, each computed on first use. */
export class TextView {
  readonly text: string
  /** The last turn of the conversation before a response; null for a prompt, or where there is none. */
  readonly prompt: TextView | null
  #code: { blocks: readonly Range[]; inline: readonly Range[]; prose: string } | undefined
  #words: Words | undefined
  readonly #memo = new Map<object, unknown>()

  constructor(text: string, prompt: TextView | null = null) {
    this.text = text
    this.prompt = prompt
  }

  /** The text at equal length with code blocks and inline code blanked out. */
  get prose(): string {
    return this.#parts.prose
  }

  /** Fenced code blocks, fences included; one that is never closed reaches to the end. */
  get codeBlocks(): readonly Range[] {
    return this.#parts.blocks
  }

  get inlineCode(): readonly Range[] {
    return this.#parts.inline
  }

  /** Words of the prose. */
  get words(): Words {
    return (this.#words ??= segment(this.prose))
  }

  /** The value computed for `key` on first use. */
  memo<T>(key: object, compute: (view: TextView) => T): T {
    if (!this.#memo.has(key)) this.#memo.set(key, compute(this))
    return this.#memo.get(key) as T
  }

  get #parts() {
    return (this.#code ??= splitCode(this.text))
  }
}

/** The view of a conversation's last turn, as far as its last paragraph: what a response answers. */
export function promptView(prompt: string): TextView {
  const trimmed = prompt.trimEnd()
  return new TextView(trimmed.slice(trimmed.lastIndexOf('\n\n') + 1).trimStart())
}

function splitCode(text: string): { blocks: Range[]; inline: Range[]; prose: string } {
  if (!text.includes('`') && !text.includes('~~~')) return { blocks: [], inline: [], prose: text }
  const blocks = fencedBlocks(text)
  const outside = blank(text, blocks)
  const inline = ranges(outside, INLINE)
  return { blocks, inline, prose: blank(outside, inline) }
}

function fencedBlocks(text: string): Range[] {
  const blocks: Range[] = []
  let open: { start: number; fence: string } | null = null
  for (const match of text.matchAll(FENCE)) {
    const fence = match[1]!
    if (open === null) open = { start: match.index, fence }
    else if (fence.startsWith(open.fence)) {
      const end = text.indexOf('\n', match.index)
      blocks.push([open.start, end < 0 ? text.length : end])
      open = null
    }
  }
  if (open !== null) blocks.push([open.start, text.length])
  return blocks
}

/** Replaces all but line breaks by spaces. */
function blank(text: string, parts: readonly Range[]): string {
  if (parts.length === 0) return text
  let out = ''
  let from = 0
  for (const [start, end] of parts) {
    out += text.slice(from, start) + text.slice(start, end).replace(/[^\n]/g, ' ')
    from = end
  }
  return out + text.slice(from)
}

/** All matches of a global pattern. */
export function ranges(text: string, pattern: RegExp): Range[] {
  const found: Range[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    found.push([match.index, match.index + match[0].length])
    if (match[0].length === 0) pattern.lastIndex++
  }
  return found
}
