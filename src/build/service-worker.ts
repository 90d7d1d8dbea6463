import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Plugin } from 'vite'

/** Its folder is what it may serve, so it lies beside index.html. */
const NAME = 'service-worker.js'

/** Builds workers/service.worker.ts, and tells it the files of the app once all are written. */
export function serviceWorker(): Plugin {
  return {
    name: 'whittle-service-worker',
    apply: 'build',
    buildStart() {
      this.emitFile({ type: 'chunk', id: 'workers/service.worker.ts', fileName: NAME })
    },
    writeBundle({ dir }) {
      const path = join(dir!, NAME)
      const code = readFileSync(path, 'utf8')
      // A classic worker, which every browser has, holds no import and no export.
      const script = code.replace(/(["'`])%FILES%\1/, () => JSON.stringify(JSON.stringify(filesOf(dir!))))
      if (script === code || /^\s*(import|export)\b/m.test(script))
        this.error('The service worker is not built as a script of its own.')
      writeFileSync(path, script)
    },
  }
}

/** Every file in the folder but the service worker, sorted, so that the same build has the same bytes. */
function filesOf(dir: string) {
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== NAME)
    .map((entry) => join(entry.parentPath, entry.name))
  return paths.sort().map((path) => {
    const bytes = readFileSync(path)
    return {
      path: relative(dir, path).split(sep).join('/'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
      bytes: bytes.length,
    }
  })
}
