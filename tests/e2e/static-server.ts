import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

/** A plain host of static files: nothing but types, no header of isolation. */
export interface StaticServer {
  /** Where the folder is served. */
  readonly url: string
  stop(): Promise<void>
}

/** Serves a folder under a path such as `/tools/whittle/`. */
export async function serve(folder: string, path: string): Promise<StaticServer> {
  const server = createServer((request, response) => {
    const asked = new URL(request.url!, 'http://localhost').pathname
    const inside = asked.startsWith(path) && !asked.includes('..') ? asked.slice(path.length) : null
    const name = inside === '' ? 'index.html' : inside
    readFile(join(folder, name ?? ' ')).then(
      (bytes) => {
        const type = TYPES[extname(name!)] ?? 'application/octet-stream'
        response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}${path}`,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}
