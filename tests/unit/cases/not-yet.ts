/** Cases that are not read right yet: exactly these. */
export const NOT_YET: readonly string[] = []
