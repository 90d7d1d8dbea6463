import { describe, expect, it } from 'vitest'
import { fromAddress, toAddress } from '../../../src/store/address.ts'
import type { ViewSettings } from '../../../src/store/state.ts'
import { defaultView } from '../../../src/store/store.ts'

const full: ViewSettings = {
  filters: {
    search: 'as an AI & more',
    sources: ['dictionary', 'phrase'],
    kinds: ['tone'],
    families: ['f:3'],
    direction: 'rejected',
    confirmedOnly: true,
    verdicts: ['suppress', 'none'],
    minimumDiscordant: 25,
    showHidden: true,
    showFolded: true,
    showPhrases: true,
  },
  sort: { column: 'q', descending: true },
  table: 'contexts',
  conditions: [
    { column: 'topic “a”', values: ['travel', ''] },
    { column: 'score', least: -1.5, most: 3 },
  ],
  rows: {
    search: 'as an',
    concept: { id: 'p:as an ai', place: 'differs' },
    change: 'relabelled',
    sort: { by: 'score margin', descending: false },
    columns: ['topic', 'model, the other'],
  },
  pair: 12,
  context: 'prompt:3',
  selected: 'p:as an ai',
  scope: 'prompt:3',
  evidenceKind: 'typical',
  panel: 'decide',
  lassos: {
    latents: [
      [-5.25, 1],
      [0.125, -3],
      [2, 0],
    ],
    prompts: null,
  },
}

describe('the view in the address', () => {
  it('comes back as it was', () => {
    expect(fromAddress(`#${toAddress(full)}`)).toEqual(full)
  })

  it('is empty at the defaults', () => {
    expect(toAddress(defaultView)).toBe('')
    expect(fromAddress('')).toEqual(defaultView)
  })

  it('writes a lasso short, to three decimals', () => {
    const outline = [
      [1 / 3, -2],
      [0, 0.00001],
      [1e-7, 10],
    ] as const
    const text = toAddress({ ...defaultView, lassos: { latents: null, prompts: outline } })
    expect(text).toBe('lasso-prompts=0.333_-2_0_0_0_10')
  })

  it('ignores what it does not know', () => {
    for (const lasso of ['1_2_3_4', '1_2_3_4_5', '1_2_3_4_5_x', '1_2_3__5_6', '1_2_3_4_5_Infinity'])
      expect(fromAddress(`#lasso-latents=${lasso}`)).toEqual(defaultView)
    expect(fromAddress('#direction=up&minimum=x&evidence=none&verdicts=maybe&panel=7')).toEqual(defaultView)
  })

  it('is drawable whatever an address says', () => {
    const hostile = ['toString', '__proto__', 'constructor', '', 'dictionary ', '\u202e'].map((value) =>
      [
        'sources',
        'kinds',
        'families',
        'verdicts',
        'sort',
        'table',
        'panel',
        'evidence',
        'minimum',
        'direction',
      ]
        .map((name) => `${name}=${encodeURIComponent(value)}`)
        .join('&'),
    )
    for (const fragment of hostile) {
      const { filters, panel, table, evidenceKind } = fromAddress(`#${fragment}`)
      expect(filters).toMatchObject({ sources: [], verdicts: [], direction: 'any' })
      expect([panel, table, evidenceKind]).toEqual(['evidence', 'lessons', 'supports'])
      expect(Number.isFinite(filters.minimumDiscordant)).toBe(true)
    }
  })
})
