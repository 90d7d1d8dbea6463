import type { DataKind } from '../../data-kind.ts'
import { WhittleError } from '../../failure.ts'
import type { DataFormat } from '../../source.ts'
import { axolotl, axolotlKto, axolotlResponseKto, axolotlReward } from './axolotl.ts'
import { conversations, msSwift, nemoRl, openai, openrlhf } from './chat.ts'
import { input } from './input.ts'
import type { Format } from './layout.ts'
import {
  llamafactoryAlpaca,
  llamafactoryKto,
  llamafactoryResponseKto,
  llamafactorySharegpt,
} from './llamafactory.ts'
import { responseInput, responseKto } from './response-formats.ts'
import { kto, trlDpo, trlReward } from './trl.ts'

/** Every layout of curated data. */
const FORMATS: readonly Format[] = [
  input,
  trlDpo,
  trlReward,
  kto,
  openrlhf,
  axolotl,
  axolotlReward,
  axolotlKto,
  llamafactoryAlpaca,
  llamafactorySharegpt,
  llamafactoryKto,
  msSwift,
  nemoRl,
  conversations,
  openai,
  responseInput,
  responseKto,
  axolotlResponseKto,
  llamafactoryResponseKto,
]

/** The layouts of such data, in the order in which a person is offered them. */
export const formatsOf = (kind: DataKind): readonly Format[] => FORMATS.filter((one) => one.kind === kind)

/** @throws WhittleError for single responses in a format that holds pairs */
export function formatOf(id: DataFormat, kind: DataKind): Format {
  const format = formatsOf(kind).find((one) => one.id === id)
  if (format) return format
  throw new WhittleError(
    'internal',
    'This format holds pairs, and the file has single responses judged good or bad: export them as they came, or in one of the layouts for KTO.',
  )
}
