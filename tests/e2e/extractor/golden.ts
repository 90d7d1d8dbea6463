import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { floats, readSafetensors } from '../../../src/core/safetensors.ts'
import type { GoldenText } from './agreement.ts'

const root = join(import.meta.dirname, '../../..')

export const golden = JSON.parse(
  readFileSync(join(root, 'tests/golden/extractor.json'), 'utf8'),
) as GoldenText[]

export const threshold = floats(
  readSafetensors(readFileSync(join(root, 'public/dictionary/dictionary.safetensors'))),
  'threshold',
)
