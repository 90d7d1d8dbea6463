/**
 * √|x| with the sign of x.
 * @example signedRoot(-4) // → -2
 */
export const signedRoot = (x: number): number => (x < 0 ? -Math.sqrt(-x) : Math.sqrt(x))
