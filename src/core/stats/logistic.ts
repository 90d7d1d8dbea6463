/**
 * Logistic function 1 / (1 + e^−x).
 * @example
 * sigmoid(Math.log(3)) // → 0.75
 */
export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
