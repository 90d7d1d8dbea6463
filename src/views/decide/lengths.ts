import { signed } from '../shared/format.ts'

/** Mean Δlog length as how much longer the chosen response is: 0.0953 → "+10%". */
export const longer = (logRatio: number): string => `${signed((Math.exp(logRatio) - 1) * 100, 0)}%`
