/** Extensions of the kinds of files that are read; they may be stacked: x.jsonl.gz. */
const EXTENSIONS = /(\.(jsonl?|ndjson|csv|tsv|parquet|gz|zst))+$/i
const LONGEST = 100

/**
 * A dataset's name as the beginning of file names: without its extensions, folders, and what a file system, a
 * shell or a script could misread.
 */
export function fileStem(datasetName: string): string {
  const last = datasetName.split(/[/\\]/).at(-1)!.replace(EXTENSIONS, '')
  const safe = last.replace(/[^\p{L}\p{N}\p{M}._ -]/gu, '_').replace(/^[. ]+/, '')
  return safe.slice(0, LONGEST).replace(/[\p{Surrogate}. ]+$/u, '') || 'dataset'
}
