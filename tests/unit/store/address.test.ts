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
  },
  sort: { column: 'q', descending: true },
  table: 'contexts',
  context: 'prompt:3',
  selected: 'p:as an ai',
  scope: 'prompt:3',
  evidenceKind: 'typical',
  panel: 'decide',
}

describe('the view in the address', () => {
  it('comes back as it was', () => {
    expect(fromAddress(`#${toAddress(full)}`)).toEqual(full)
  })

  it('is empty at the defaults', () => {
    expect(toAddress(defaultView)).toBe('')
    expect(fromAddress('')).toEqual(defaultView)
  })

  it('ignores what it does not know', () => {
    expect(fromAddress('#direction=up&minimum=x&evidence=none&verdicts=maybe&panel=7')).toEqual(defaultView)
  })
})
