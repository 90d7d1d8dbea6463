import { describe, expect, it } from 'vitest'
import { CASES, EXPECTED, readCase, wrong } from './expected.ts'
import { HANGS, NOT_YET } from './not-yet.ts'

describe('files that people have', () => {
  it('are all here, each with what is right for it', () => {
    expect(CASES.toSorted()).toEqual(Object.keys(EXPECTED).toSorted())
  })

  for (const name of CASES.filter((one) => !HANGS.includes(one))) {
    it(`reads ${name}${NOT_YET.includes(name) ? ', not yet' : ''}`, async () => {
      const problem = wrong(name, await readCase(name))
      if (NOT_YET.includes(name)) expect(problem).not.toBeNull()
      else expect(problem).toBeNull()
    }, 10_000)
  }
})
