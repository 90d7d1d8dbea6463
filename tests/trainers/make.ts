import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataKind } from '../../src/core/data-kind.ts'
import { formatsOf } from '../../src/core/export/formats/formats.ts'
import { exportPairs } from '../../src/core/export/pairs.ts'
import { dpoScript } from '../../src/core/export/script/dpo.ts'
import { ktoScript } from '../../src/core/export/script/kto.ts'
import { rewardScript } from '../../src/core/export/script/reward.ts'
import { random } from '../../src/core/random.ts'
import type { PairValues } from '../../src/core/source.ts'
import { open } from '../unit/export/world.ts'

/*
 * Writes data in every layout, and the training scripts, for check.py to read with the trainers' own code:
 *   npx tsx tests/trainers/make.ts FOLDER
 */

const [folder] = process.argv.slice(2)
if (folder === undefined) throw new Error('a folder is expected')

const PAIRS = 80
const words = 'alpha beta gamma delta epsilon zeta eta theta iota kappa'.split(' ')
const draw = random(7)
const text = (length: number) =>
  Array.from({ length }, () => words[Math.floor(draw() * words.length)]!).join(' ')
const turn = (role: string, content: string) => ({ role, content })
const pair = (i: number) => ({
  prompt: `Question ${i}: ${text(5)}?`,
  chosen: ` ${text(4 + (i % 5))} fin `,
  rejected: `${text(6 + (i % 3))} end`,
})
const talk = (i: number) => ({
  prompt: [
    ...(i % 2 === 0 ? [turn('system', 'Be brief.')] : []),
    turn('user', `Question ${i}: ${text(5)}?`),
    ...(i % 3 === 0 ? [turn('assistant', text(3)), turn('user', `And ${i}?`)] : []),
  ],
  chosen: [turn('assistant', ` ${text(4 + (i % 5))} fin `)],
  rejected: [turn('assistant', `${text(6 + (i % 3))} end`)],
})
const answer = (i: number) => ({
  // Five answers to each prompt.
  prompt: `Question ${Math.floor(i / 5)}?`,
  completion: `${text(5)} ${i}`,
  label: i % 3 !== 0,
})
const numbered = <T>(make: (i: number) => T) => Array.from({ length: PAIRS }, (_, i) => make(i))

const values = (paired: boolean): PairValues => ({
  offsets: Float64Array.from({ length: PAIRS }, () => 2 * draw() - 1),
  dropped: new Uint8Array(PAIRS),
  ...(paired && {
    weights: Float64Array.from({ length: PAIRS }, () => 0.5 + draw()),
    masks: () => ({ chosen: [[0, 5]] as const, rejected: [] }),
  }),
})

for (const [name, rows] of [
  ['texts', numbered(pair)],
  ['talks', numbered(talk)],
  ['answers', numbered(answer)],
] as const) {
  const source = await open(rows, `${name}.jsonl`)
  const kind = dataKind(source.pairs)
  const shaped = values(kind === 'pairs')
  for (const { id } of formatsOf(kind)) {
    const made = exportPairs(source, shaped, id)
    const place = join(folder, name, id)
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `${name}.jsonl`), made.bytes())
    for (const file of made.companions(`${name}.jsonl`)) writeFileSync(join(place, file.name), file.text)
    for (const [trainer, format, script] of [
      ['dpo', 'trl-dpo', dpoScript],
      ['reward', 'trl-reward', rewardScript],
      ['kto', 'kto', ktoScript],
    ] as const)
      if (format === id) writeFileSync(join(place, `train_${trainer}.py`), script(`${name}.jsonl`))
  }
}
