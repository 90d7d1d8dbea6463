import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readRows } from '../../../src/core/parse/read.ts'
import { fixture, jsonl, open, refusal, unpack, utf8 } from './helpers.ts'

const row = { prompt: 'p', chosen: 'a', rejected: 'b' }

/** A Zstandard frame without a size, of `blocks` blocks that each repeat one byte 100,000 times. */
function zstdBomb(blocks: number): Uint8Array {
  const header = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]
  const bytes = new Uint8Array(header.length + 4 * blocks)
  bytes.set(header)
  for (let i = 0; i < blocks; i++) {
    const block = (100_000 << 3) | (1 << 1) | (i === blocks - 1 ? 1 : 0)
    bytes.set([block & 255, (block >> 8) & 255, block >> 16, 0x61], header.length + 4 * i)
  }
  return bytes
}

describe('hostile files', () => {
  it('stops unpacking gzip at the limit', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 2 ** 20))
    await expect(unpack(bomb, 2 ** 20)).rejects.toThrow('would unpack to more than 1 MB')
    expect((await unpack(bomb, 2 ** 23)).length).toBe(2 ** 23)
  })

  it('sees a Zstandard bomb from its headers', async () => {
    expect((await unpack(zstdBomb(3))).length).toBe(300_000)
    await expect(unpack(zstdBomb(3), 2 ** 17)).rejects.toThrow('would unpack to more than 0 MB')
    const claim = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0xff, 0xff, 0xff, 0xff, 0x01, 0, 0)
    await expect(unpack(claim)).rejects.toThrow('The file holds 4.3 GB of text, and there is room for 1.1 GB')
  })

  it('does not unpack for ever what is packed in blocks of a byte', async () => {
    // A window of 8 MB that is moved for each of 50,000 blocks.
    const blocks = 50_000
    const bytes = new Uint8Array(6 + 4 * blocks)
    bytes.set([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x68])
    for (let i = 0; i < blocks; i++)
      bytes.set([(1 << 3) | (1 << 1) | (i === blocks - 1 ? 1 : 0), 0, 0, 97], 6 + 4 * i)
    await expect(unpack(bytes)).rejects.toThrow('packed with Zstandard but is damaged')
  })

  it('holds Zstandard against its checksum', async () => {
    const frame = fixture('hh.jsonl.zst')
    const intact = await unpack(frame)
    let opened = 0
    for (let at = 4; at < frame.length; at++) {
      const changed = Uint8Array.from(frame)
      changed[at]! ^= 16
      const text = await unpack(changed).catch(() => null)
      if (text && Buffer.compare(text, intact) !== 0) opened++
    }
    expect(opened).toBe(0)
  })

  it('says of a packed file that is cut short that it is', async () => {
    const packed = gzipSync(
      jsonl(...Array.from({ length: 500 }, (_, i) => ({ ...row, prompt: String(i * 7919) }))),
    )
    for (let cut = 2; cut < packed.length; cut += 7) {
      await expect(unpack(packed.subarray(0, cut))).rejects.toThrow('packed with gzip but is damaged')
    }
    expect(await refusal(fixture('hh.jsonl.zst').subarray(0, 80))).toMatch(
      /packed with Zstandard but is damaged/,
    )
    expect(await refusal(Uint8Array.of(0x1f, 0x8b))).toMatch(/packed with gzip but is damaged/)
    expect(await refusal(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd))).toMatch(
      /packed with Zstandard but is damaged/,
    )
  })

  it('says of a packed file whose bytes have changed that it is damaged, in any member', async () => {
    const member = (text: string) => gzipSync(text.repeat(20), { level: 0 })
    const [first, second] = [member('the first part\n'), member('the second part\n')]
    const packed = Buffer.concat([first, second])
    expect((await unpack(packed)).length).toBe(20 * 31)
    // Stored as they are, so that nothing but the checksum can tell.
    for (const at of [packed.indexOf('first'), packed.indexOf('second')]) {
      const changed = Buffer.from(packed)
      changed[at]! ^= 1
      await expect(unpack(changed)).rejects.toThrow('packed with gzip but is damaged')
    }
  })

  it('says of a damaged Parquet file that it is', async () => {
    expect(await refusal(utf8('PAR1 nothing more'))).toMatch(/^The file is Parquet but cannot be read/)
  })

  it('does not let a row near the prototypes', async () => {
    const line =
      '{"__proto__": {"polluted": 1}, "constructor": "x", "prompt": "p", "chosen": "a", "rejected": "b"}'
    const { parsed, rows } = await open(utf8(line))
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(rows.columns).toContain('__proto__')
    expect(JSON.parse(JSON.stringify(parsed.record(0)))).toEqual(JSON.parse(line))
    const csv = await readRows('x.csv', utf8('__proto__,toString\nx,y'))
    expect(Object.getPrototypeOf(csv.records[0])).toBe(Object.prototype)
    expect(Object.entries(csv.records[0]!)).toEqual([
      ['__proto__', 'x'],
      ['toString', 'y'],
    ])
  })

  it('never takes an inherited property for a column', async () => {
    const { parsed } = await open(jsonl(row, { prompt: 'p', chosen: 'a' }))
    expect(parsed.bad).toEqual([{ row: 2, reason: 'the rejected response is missing' }])
    expect(await refusal(jsonl({ a: 1, toString: 'x' }))).toContain('“toString”')
  })

  it('reports rows that are nested too deep to handle', async () => {
    const deep = `{"prompt": ${'['.repeat(50_000)}${']'.repeat(50_000)}, "chosen": "a", "rejected": "b"}`
    const { parsed } = await open(jsonl(row, deep))
    expect(parsed.bad).toEqual([{ row: 2, reason: 'the row is nested more than 64 levels deep' }])
  })

  it('reports a row of 50 MB and reads the others', async () => {
    const huge = JSON.stringify({ ...row, chosen: 'x'.repeat(50 * 2 ** 20) })
    const { parsed } = await open(jsonl(row, huge, row))
    expect(parsed.bad).toEqual([{ row: 2, reason: 'the row is larger than 16 MB' }])
    expect([...parsed.pairs.row]).toEqual([1, 3])
  })

  it('cuts long column names in sentences', async () => {
    expect((await refusal(jsonl({ ['x'.repeat(5000)]: 1 }))).length).toBeLessThan(200)
  })
})
