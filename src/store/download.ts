import type { ExportedFile } from '../protocol/data.ts'

/** Hands a file to the person. */
export function download({ name, mime, bytes }: ExportedFile): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: mime }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
