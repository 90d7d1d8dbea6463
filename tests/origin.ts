import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { vi } from 'vitest'
import { readUnits } from '../src/core/unit-file.ts'
import { bundledHashes, modelFile } from '../src/encoder/node.ts'
import type { ModelFile } from '../src/encoder/node-model.ts'

const root = join(import.meta.dirname, '..')

/** The server of the app: `fetch` reads the files of the repository, and the model as it is built. */
export class Origin {
  readonly base = 'http://localhost/app/'
  /** Paths that were asked for, in order. */
  readonly asked: string[] = []
  readonly #instead = new Map<string, () => Response>()

  /** Stands in for `fetch`, and for what a worker of the app knows of its origin. */
  constructor({ secure = true } = {}) {
    vi.stubGlobal('fetch', (url: URL | string) => this.#answer(new URL(url, this.base)))
    vi.stubGlobal('self', { isSecureContext: secure, location: { href: this.base } })
  }

  /** Answers a path with something else than its file. */
  put(path: string, answer: () => Response): void {
    this.#instead.set(path, answer)
  }

  count(path: string): number {
    return this.asked.filter((one) => one === path).length
  }

  async #answer({ pathname }: URL): Promise<Response> {
    const path = pathname.replace(/^\/(app\/)?/, '')
    this.asked.push(path)
    const instead = this.#instead.get(path)
    if (instead) return instead()
    try {
      const bytes = await fileOf(path)
      return new Response(bytes, { headers: { 'Content-Length': String(bytes.length) } })
    } catch {
      return new Response('', { status: 404 })
    }
  }
}

async function fileOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
  const read = async (...parts: string[]) => new Uint8Array(await readFile(join(root, ...parts)))
  if (path === 'model/manifest.json') return text(bundledHashes())
  if (path.startsWith('model/')) return new Uint8Array(await modelFile(path.slice(6) as ModelFile))
  if (path === 'example/manifest.json')
    return text(readUnits(await read('public/example/activations.safetensors')).meta)
  return path.startsWith('src/') ? read(path) : read('public', path)
}
