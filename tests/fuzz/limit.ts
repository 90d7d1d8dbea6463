/** Milliseconds of processor time that a damaged file may take. */
export const LIMIT = 1000
