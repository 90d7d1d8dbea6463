import { request } from 'node:http'
import type { Server } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scoreLines } from '../../../src/cli/score-lines.ts'
import { serveScorer } from '../../../src/cli/score-server.ts'
import type { Scorer } from '../../../src/cli/scorer.ts'

/** Scores by length, so that an answer tells which text it is of. */
const byLength: Scorer = {
  score: (requests) =>
    Promise.resolve(
      requests.map(({ completion, reward }) => ({ shaped: reward - completion.length, concepts: {} })),
    ),
  dispose: () => Promise.resolve(),
}

let server: Server
let port: number
beforeAll(async () => {
  const options = { port: 0, about: { format: 'whittle-scorer' } }
  ;({ server, port } = await serveScorer(() => Promise.resolve(byLength), options))
})
afterAll(() => void server.close())

const JSON_TYPE = { 'Content-Type': 'application/json' }

function ask(
  path: string,
  body: string | null,
  headers: Record<string, string> = JSON_TYPE,
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  return new Promise((resolve, reject) => {
    const method = body === null ? 'GET' : 'POST'
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          text: Buffer.concat(parts).toString(),
          headers: response.headers,
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })
}

const A = { prompt: 'Q', completion: 'four' }
const B = { prompt: 'Q', completion: 'seven..', reward: 10 }

describe('the server', () => {
  test('says whose it is', async () => {
    const { status, text } = await ask('/', null)
    expect(status).toBe(200)
    expect(JSON.parse(text)).toEqual({ format: 'whittle-scorer' })
    expect(server.address()).toMatchObject({ address: '127.0.0.1' })
  })

  test('answers lines with lines and a list with a list, errors in their place', async () => {
    const lines = await ask('/score', `${JSON.stringify(A)}\nnone\n\n${JSON.stringify(B)}\n`)
    const [first, bad, last] = lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(first).toEqual({ shaped: -4, concepts: {} })
    expect(bad).toEqual({ error: 'Line 2: an object with "prompt" and "completion" is expected.' })
    expect(last).toEqual({ shaped: 3, concepts: {} })
    const list = await ask('/score', JSON.stringify([A, B]))
    expect(JSON.parse(list.text)).toMatchObject([{ shaped: -4 }, { shaped: 3 }])
  })

  test('is OpenRLHF’s remote reward: the response is what follows the prompt, without end tokens', async () => {
    const body = {
      query: ['<|user|>Q<|end|>four<|im_end|>', 'P seven..</s>'],
      prompts: ['<|user|>Q<|end|>', 'P'],
    }
    const { text } = await ask('/openrlhf', JSON.stringify(body))
    expect(JSON.parse(text)).toMatchObject({ rewards: [-4, -7], scores: [-4, -7] })
    expect((await ask('/openrlhf', '{"query": ["a"]}')).status).toBe(400)
  })

  test.each([
    ['an origin', { ...JSON_TYPE, Origin: 'https://example.com' }, 403],
    ['an origin of its own', { ...JSON_TYPE, Origin: 'http://127.0.0.1' }, 403],
    ['a mark of a browser', { ...JSON_TYPE, 'Sec-Fetch-Site': 'same-origin' }, 403],
    ['a foreign host (DNS rebinding)', { ...JSON_TYPE, Host: 'evil.example:80' }, 403],
    ['a form’s content type', { 'Content-Type': 'text/plain' }, 415],
    ['too long a body', { ...JSON_TYPE, 'Content-Length': String(2 ** 27) }, 413],
  ])('refuses %s', async (_, headers, status) => {
    const answer = await ask('/score', JSON.stringify(A), headers).catch(() => null)
    expect(answer?.status ?? 413).toBe(status)
    expect(answer?.text ?? '').not.toContain('shaped')
    expect(answer?.headers).not.toHaveProperty('access-control-allow-origin')
  })

  test('refuses other paths and methods', async () => {
    expect((await ask('/elsewhere', '{}')).status).toBe(404)
    expect((await ask('/score', null)).status).toBe(405)
  })

  test('a port that is taken is said', async () => {
    const again = serveScorer(() => Promise.resolve(byLength), { port, about: {} })
    await expect(again).rejects.toThrow(`Port ${port} is in use.`)
  })
})

test('lines are scored in order, in several batches, blank ones passed over', async () => {
  const lines = Array.from({ length: 1200 }, (_, i) =>
    i === 700 ? 'none' : JSON.stringify({ prompt: '', completion: 'x'.repeat(i % 9) }),
  )
  const output = new PassThrough()
  const parts: Buffer[] = []
  output.on('data', (part: Buffer) => parts.push(part))
  const counts = await scoreLines(byLength, Readable.from([`\n${lines.join('\n')}\n`]), output)
  expect(counts).toEqual({ scored: 1199, failed: 1 })
  const out = Buffer.concat(parts).toString().trim().split('\n')
  expect(out).toHaveLength(1200)
  out.forEach((line, i) => {
    if (i === 700) expect(line).toContain('Line 702: ')
    else expect(JSON.parse(line)).toEqual({ shaped: 0 - (i % 9), concepts: {} })
  })
})
