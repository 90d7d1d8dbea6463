/** A concept is tested where at least this many pairs, in at least this many clusters, are discordant. */
export const MINIMUM_DISCORDANT = 10

/** A measure that correlates with length above this counts as length itself. */
export const LENGTH_CORRELATION = 0.9
