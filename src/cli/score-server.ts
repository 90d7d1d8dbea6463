import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WhittleError, toFailure } from '../core/failure.ts'
import { parseJson } from '../core/parse-json.ts'
import { isRecord } from '../core/parse/rows.ts'
import { scoreValues } from './score-lines.ts'
import type { Scorer } from './scorer.ts'

export interface ServerOptions {
  /** 0 for any that is free. */
  readonly port: number
  /** What GET / answers, so that a client can tell whose scorer listens. */
  readonly about: Readonly<Record<string, unknown>>
}

/** Largest request body, in bytes. */
const MOST_BYTES = 64 * 2 ** 20

/**
 * Addresses by which this machine calls itself; whatever else a request says it asked for came from
 * elsewhere.
 */
const OWN_NAMES = new Set(['127.0.0.1', 'localhost'])

/** A refusal: its status and the sentence in its body. */
class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Serves a scorer on 127.0.0.1, to programs of this machine alone: pages in a browser are refused, by
 * their Origin and by
 * the host that they name.
 *
 * - `GET /`: `about`.
 * - `POST /score`: JSON lines, as many back; or a JSON list, a list back. Content type application/json or
 *   application/x-ndjson.
 * - `POST /openrlhf`: {"query", "prompts"} (parallel lists of texts, a query is a prompt and its response) →
 *   {"rewards", "scores"}: minus what the decisions explain.
 * @param scorer asked for with every request, and may still be loading then
 * @returns the server, listening, and its port
 * @throws WhittleError where the port is taken
 */
export async function serveScorer(
  scorer: () => Promise<Scorer>,
  { port, about }: ServerOptions,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer((request, response) => {
    answer(scorer, about, request).then(
      ({ type, body }) => send(response, 200, type, body),
      (error: unknown) => {
        const status = error instanceof Refusal ? error.status : 500
        const message = error instanceof Refusal ? error.message : toFailure(error).message
        send(response, status, 'application/json', `${JSON.stringify({ error: message })}\n`)
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${error.message})`
      reject(new WhittleError('bad-file', `Port ${port} ${why}.`))
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  return { server, port: (server.address() as AddressInfo).port }
}

interface Answer {
  readonly type: string
  readonly body: string
}

const JSON_TYPE = 'application/json'
const LINES_TYPE = 'application/x-ndjson'

async function answer(
  scorer: () => Promise<Scorer>,
  about: ServerOptions['about'],
  request: IncomingMessage,
): Promise<Answer> {
  requireLocal(request)
  const path = request.url?.split('?')[0]
  if (request.method === 'GET' && path === '/') return { type: JSON_TYPE, body: `${JSON.stringify(about)}\n` }
  if (path !== '/score' && path !== '/openrlhf')
    throw new Refusal(404, 'Post JSON lines to /score, or ask for /.')
  if (request.method !== 'POST') throw new Refusal(405, `${path} takes POST.`)
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== JSON_TYPE && type !== LINES_TYPE)
    throw new Refusal(415, `The content type must be ${JSON_TYPE} or ${LINES_TYPE}.`)
  const text = await bodyOf(request)
  return path === '/score' ? await scores(await scorer(), text) : await openRlhfRewards(await scorer(), text)
}

/** @throws Refusal for what a page in a browser sends, and for a host that is not this machine */
function requireLocal({ headers }: IncomingMessage): void {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined)
    throw new Refusal(403, 'Requests from web pages are refused.')
  if (!OWN_NAMES.has((headers.host ?? '').replace(/:\d+$/, '').toLowerCase()))
    throw new Refusal(403, 'Ask for 127.0.0.1.')
}

/** @throws Refusal where it is longer than MOST_BYTES; the rest of it is then not read */
async function bodyOf(request: IncomingMessage): Promise<string> {
  const tooLong = () => new Refusal(413, `A request may have ${MOST_BYTES / 2 ** 20} MiB; send fewer lines.`)
  if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) throw tooLong()
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MOST_BYTES) throw tooLong()
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

async function scores(scorer: Scorer, text: string): Promise<Answer> {
  const whole = parseJson(text)
  if (Array.isArray(whole)) {
    const results = await scoreValues(scorer, whole, (at) => `Item ${at + 1}`)
    return { type: JSON_TYPE, body: `${JSON.stringify(results)}\n` }
  }
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const results = await scoreValues(scorer, lines.map(parseJson), (at) => `Line ${at + 1}`)
  return { type: LINES_TYPE, body: results.map((result) => `${JSON.stringify(result)}\n`).join('') }
}

/** What chat templates leave at the end of a response. */
const END_TOKENS = /(?:\s*(?:<\|[a-z_]+\|>|<\/s>|<eos>|<end_of_turn>))+\s*$/i

/** OpenRLHF's remote reward model: the response is what a query has beyond its prompt. */
async function openRlhfRewards(scorer: Scorer, text: string): Promise<Answer> {
  const body = parseJson(text)
  const { query, prompts } = isRecord(body) ? body : {}
  if (!isTexts(query) || !isTexts(prompts) || query.length !== prompts.length)
    throw new Refusal(400, '"query" and "prompts" must be lists of texts, one each.')
  const values = query.map((whole, i) => {
    const prompt = prompts[i]!
    const completion = whole.startsWith(prompt) ? whole.slice(prompt.length) : whole
    return { prompt, completion: completion.replace(END_TOKENS, '') }
  })
  const results = await scoreValues(scorer, values, (at) => `Item ${at + 1}`)
  const rewards = results.map((result) => {
    if ('error' in result) throw new Refusal(400, result.error)
    return result.shaped
  })
  return { type: JSON_TYPE, body: `${JSON.stringify({ rewards, scores: rewards, extra_logs: {} })}\n` }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    'Content-Type': type,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
    ...(status === 413 && { Connection: 'close' }),
  })
  response.end(body)
}
