import type { ExportedFile } from '../protocol/data.ts'
import type { Prefer } from '../protocol/extract.ts'

/** The browser around the app; tests bring their own. */
export interface Page {
  /** The fragment of the address. */
  readAddress(): string
  writeAddress(fragment: string): void
  /**
   * Puts the address with this fragment on the clipboard.
   * @throws where the browser does not allow it
   */
  copyAddress(fragment: string): Promise<void>
  /** Hands a file to the person. */
  download(file: ExportedFile): void
  /** Calls back when the page is looked at again: after another tab, a frozen page, or a step back. */
  onShown(shown: () => void): void
  /** Keeps the app for use offline, where the browser can; calls back when a newer version is there. */
  keepOffline(base: string, updated: () => void): void
  /** The bundled example. @throws where the server does not have it */
  fetchExample(): Promise<File>
}

/** `?compute=wasm` or `?compute=webgpu` forces a provider. */
export function preferOf(search: string): Prefer {
  const asked = new URLSearchParams(search).get('compute')
  return asked === 'wasm' || asked === 'webgpu' ? asked : 'auto'
}

export const browserPage: Page = {
  readAddress: () => location.hash,
  writeAddress: (fragment) =>
    history.replaceState(null, '', `${location.pathname}${location.search}#${fragment}`),
  copyAddress: (fragment) =>
    navigator.clipboard.writeText(`${location.origin}${location.pathname}${location.search}#${fragment}`),
  download({ name, mime, bytes }) {
    const url = URL.createObjectURL(new Blob([bytes], { type: mime }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
  },
  onShown(shown) {
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') shown()
    })
    addEventListener('pageshow', ({ persisted }) => {
      if (persisted) shown()
    })
  },
  keepOffline(base, updated) {
    // An insecure origin has no service workers; while the app is developed, they would hide edits.
    if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return
    const script = new URL('service-worker.js', base)
    navigator.serviceWorker.register(script).then(
      (registration) =>
        registration?.addEventListener('updatefound', () => {
          const { installing } = registration
          installing?.addEventListener('statechange', () => {
            if (installing.state === 'installed' && navigator.serviceWorker.controller) updated()
          })
        }),
      // Forbidden, or not on this server: the app works, online.
      () => undefined,
    )
  },
  async fetchExample() {
    const response = await fetch('example/preferences.jsonl')
    if (!response.ok) throw new Error(`the example is missing on the server (${response.status})`)
    return new File([await response.blob()], 'example.jsonl')
  },
}
