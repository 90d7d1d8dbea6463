/** Of splits, folds and permutations. Fixed, so that the same file gives the same table. */
export const SEED = 1
