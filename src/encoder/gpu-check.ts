import type { UnitTable } from '../core/activations.ts'
import check from './gpu-check.json' with { type: 'json' }

/** Engines agree to 1e-4; a GPU that is wrong was off by 0.2. */
const CLOSE = 5e-3
/** Every so many numbers of the states are compared. */
export const STATE_STEP = 16

/** What a GPU extracts before it is used. */
export const checkTexts: readonly string[] = check.texts

/** Whether these are the numbers that the kernel makes of {@link checkTexts}. */
export function passesCheck({ state, feature, value }: UnitTable): boolean {
  const last = new Map(Array.from(feature, (latent, k) => [latent, value[k]!]))
  const latents = check.latents as [latent: number, value: number][]
  return (
    check.states.every((expected, i) => Math.abs(state[i * STATE_STEP]! - expected) < CLOSE) &&
    latents.every(([latent, expected]) => Math.abs((last.get(latent) ?? 0) - expected) < CLOSE)
  )
}
