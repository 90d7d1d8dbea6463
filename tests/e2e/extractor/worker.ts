import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { UnitTable } from '../../../src/core/activations.ts'
import type { ExtractApi } from '../../../src/protocol/extract.ts'

const assets = join(import.meta.dirname, '../../../dist/assets')

/** What of the worker is asked without a channel. */
type DirectApi = Pick<ExtractApi, 'probe' | 'start' | 'extract'>

/** Starts the built app's extract worker in the page, on its own and beside whatever the app does. */
export async function spawnExtractWorker(page: Page): Promise<DirectApi> {
  const script = readdirSync(assets).find((name) => /^extract\.worker-.*\.js$/.test(name))
  if (!script) throw new Error('Build the app first: dist/assets has no extract worker.')
  await page.evaluate((url) => {
    Reflect.set(window, 'extractWorker', new Worker(new URL(url, location.href), { type: 'module' }))
  }, `assets/${script}`)
  const call =
    (method: keyof DirectApi) =>
    async (...args: unknown[]): Promise<never> =>
      revive(await page.evaluate(callWorker, { method, args })) as never
  return { probe: call('probe'), start: call('start'), extract: call('extract') }
}

/** One call in comlink's wire format. Runs in the page; typed arrays come back as {typed, values}. */
function callWorker({ method, args }: { method: string; args: unknown[] }): Promise<string> {
  const worker = Reflect.get(window, 'extractWorker') as Worker
  const id = `${method}-${performance.now()}`
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => {
      reject(new Error(`the worker failed: ${event.message}`))
    }
    worker.onmessage = ({ data }: MessageEvent<{ id: string; value: unknown }>) => {
      if (data.id !== id) return
      const pack = (_key: string, value: unknown) =>
        ArrayBuffer.isView(value)
          ? { typed: value.constructor.name, values: Array.from(value as Float32Array) }
          : value
      resolve(JSON.stringify(data.value, pack))
    }
    const argumentList = args.map((value) => ({ type: 'RAW', value }))
    worker.postMessage({ id, type: 'APPLY', path: [method], argumentList })
  })
}

const arrays = { Int8Array, Uint16Array, Uint32Array, Float32Array }

function revive(json: string): unknown {
  return JSON.parse(json, (_key, value: unknown) => {
    const packed = value as { typed?: keyof typeof arrays; values?: number[] } | null
    return packed?.typed ? arrays[packed.typed].from(packed.values ?? []) : value
  })
}

/** The table of a successful extraction. */
export async function extracted(api: DirectApi, texts: readonly string[]): Promise<UnitTable> {
  const outcome = await api.extract(texts, null)
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return outcome.value
}
