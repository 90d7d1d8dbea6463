/** Called now and then in long work; may throw to cancel it. */
export type OnCheckpoint = () => void
