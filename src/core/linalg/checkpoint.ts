/** Called at intervals during a long computation; may throw to cancel it. */
export type OnCheckpoint = () => void
