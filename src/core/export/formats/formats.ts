import type { DataFormat } from '../../source.ts'
import { axolotl, openai, openrlhf } from './chat.ts'
import { input } from './input.ts'
import type { Format } from './layout.ts'
import { llamafactoryAlpaca, llamafactorySharegpt } from './llamafactory.ts'
import { kto, trlDpo, trlReward } from './trl.ts'

/** Every layout of curated data. */
export const FORMATS: readonly Format[] = [
  input,
  trlDpo,
  trlReward,
  kto,
  openrlhf,
  axolotl,
  llamafactoryAlpaca,
  llamafactorySharegpt,
  openai,
]

export function formatOf(id: DataFormat): Format {
  return FORMATS.find((format) => format.id === id)!
}
