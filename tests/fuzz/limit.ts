/** Milliseconds that a damaged file may take. */
export const LIMIT = 1000
