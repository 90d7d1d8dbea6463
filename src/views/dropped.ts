/** Files that a folder is looked through for, at most. */
const MOST_FILES = 10_000

/** The files that were dropped; those in folders have the folders in their names. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  // The list is emptied when the event is over: entries are taken from it first.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry())
  const plain = [...transfer.files]
  if (!entries.some((entry) => entry?.isDirectory)) return plain
  const files: File[] = []
  for (const entry of entries) if (entry) await collect(entry, files)
  return files
}

/** The files that were picked, with their folders in their names where a folder was. */
export const pickedFiles = (files: Iterable<File>): File[] =>
  Array.from(files, (file) => (file.webkitRelativePath ? named(file, file.webkitRelativePath) : file))

const named = (file: File, path: string): File =>
  new File([file], path, { type: file.type, lastModified: file.lastModified })

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (files.length >= MOST_FILES || entry.name.startsWith('.')) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    files.push(named(file, entry.fullPath.slice(1)))
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  // A reader gives a hundred entries at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (some.length === 0) return
    for (const inner of some) await collect(inner, files)
  }
}
