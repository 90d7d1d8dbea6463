import { wellFormed } from './conversation.ts'

/**
 * JSON of what files hold beyond it: whole numbers of any size as they are, bytes as base64; lone surrogates,
 * which JSON can say and UTF-8 cannot, and which Arrow, so `datasets`, refuses to read, become U+FFFD.
 */
export function jsonText(value: unknown): string {
  const large: bigint[] = []
  const text = JSON.stringify(value, (_, item: unknown) => {
    if (typeof item === 'string') return wellFormed(item)
    if (item instanceof Uint8Array) return base64(item)
    if (typeof item !== 'bigint') return item
    large.push(item)
    return MARK
  })
  if (large.length === 0) return text
  // JSON.stringify has no word for them; texts that look like the mark are told apart by counting.
  const parts = text.split(`"${MARK}"`)
  return parts.length === large.length + 1
    ? parts.map((part, i) => part + String(large[i] ?? '')).join('')
    : JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item))
}

/** No text is likely to be this. */
const MARK = '\ue000whole number\ue000'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: Uint8Array): string {
  const parts: string[] = []
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i]!, bytes[i + 1], bytes[i + 2]]
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    parts.push(
      DIGITS[bits >> 18]! +
        DIGITS[(bits >> 12) & 63]! +
        (b === undefined ? '=' : DIGITS[(bits >> 6) & 63]!) +
        (c === undefined ? '=' : DIGITS[bits & 63]!),
    )
  }
  return parts.join('')
}
