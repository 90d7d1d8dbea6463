import { TRAINER_IDS, type TrainerId } from '../core/shape/trainers.ts'

const KEY = 'whittle:trainer'

/** What the person trains with, as this browser remembers it; null where it was never said. */
export function rememberedTrainer(): TrainerId | null {
  try {
    const value = localStorage.getItem(KEY)
    return TRAINER_IDS.find((id) => id === value) ?? null
  } catch {
    return null // No storage, or it is not allowed: the choice lasts until the page is left.
  }
}

export function rememberTrainer(id: TrainerId): void {
  try {
    localStorage.setItem(KEY, id)
  } catch {
    // As above.
  }
}
