import { expect, it } from 'vitest'
import { RateMeter } from '../../../src/store/rate.ts'

function meterAt(times: number[], window = 20): RateMeter {
  return new RateMeter(window, () => times.shift()!)
}

it('knows no rate before two readings', () => {
  expect(meterAt([0]).update(5)).toBeNull()
})

it('measures progress per second', () => {
  const meter = meterAt([0, 2])
  meter.update(100)
  expect(meter.update(300)).toBe(100)
})

it('forgets what lies before its window', () => {
  const meter = meterAt([0, 100, 105, 110], 10)
  meter.update(0)
  meter.update(10)
  meter.update(60)
  expect(meter.update(110)).toBe(10)
})
