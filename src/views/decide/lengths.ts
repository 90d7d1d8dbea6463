import { signed } from '../shared/format.ts'

/** Mean Δlog length as the percentage by which the chosen response is longer: 0.0953 → "+10%". */
export const longer = (logRatio: number): string => `${signed((Math.exp(logRatio) - 1) * 100, 0)}%`
