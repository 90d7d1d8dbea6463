const grouped = new Intl.NumberFormat('en-US')
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 })

/** 1234567 → "1,234,567". */
export const count = (n: number): string => grouped.format(n)

/** 1234567 → "1.2M". */
export const short = (n: number): string => compact.format(n)

/** "1 pair", "1,200 pairs". */
export const plural = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`

/** A share in [0, 1] as "42%"; "<1%" where rounding would give 0%. */
export function percent(share: number): string {
  if (share > 0 && share < 0.005) return '<1%'
  if (share < 1 && share > 0.995) return '>99%'
  return `${Math.round(share * 100)}%`
}

/** With a minus sign (U+2212); a value that rounds to 0 has none. */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits)
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', '−')
}

/** With a sign even where positive; "0" has none. */
export function signed(value: number, digits: number): string {
  const text = fixed(value, digits)
  return Number(value.toFixed(digits)) > 0 ? `+${text}` : text
}

/** A difference of probabilities in percentage points, signed: 0.2412 → "+24.1". */
export const points = (difference: number): string => signed(difference * 100, 1)

/** A p or q value: "<.001", ".012", ".34". */
export function probability(p: number): string {
  if (p < 0.001) return '<.001'
  if (p >= 0.995) return '1'
  return p.toFixed(p < 0.1 ? 3 : 2).slice(1)
}

/** "about 2 min", "about 40 s". */
export function duration(seconds: number): string {
  if (seconds < 5) return 'a few seconds'
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s`
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`
  return `about ${fixed(seconds / 3600, 1)} h`
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** 1234567 → "1.2 MB", in powers of 1000. */
export function bytes(n: number): string {
  const power = Math.min(UNITS.length - 1, n < 1 ? 0 : Math.floor(Math.log10(n) / 3))
  return `${fixed(n / 1000 ** power, power === 0 ? 0 : 1)} ${UNITS[power]!}`
}
