/** 1234 → "1,234" */
export const count = (n: number): string => n.toLocaleString('en-US')

/** 3, "pair" → "3 pairs" */
export const counted = (n: number, noun: string): string => `${count(n)} ${noun}${n === 1 ? '' : 's'}`

/** 0.1234 → "12%" */
export const percent = (share: number): string => `${(100 * share).toFixed(0)}%`

/** A share as signed percentage points: 0.1234 → "+12.3" */
export const points = (share: number): string => signed(100 * share, 1)

/** −0.5 → "−0.50", with a true minus sign, a plus sign where positive and none for 0. */
export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return `${value < 0 ? '−' : '+'}${text}`
}

/** A probability in a table: two figures, or a bound. */
export const probability = (p: number): string => (p < 0.001 ? '< .001' : p.toPrecision(2).replace(/^0/, ''))
