import { useRef } from 'react'
import type { Mapping } from '../../core/parse/mapping.ts'
import { commands } from '../../store/commands.ts'

/** Saves the mapping as a file for `whittle --mapping`, and takes one from there. */
export function MappingFile({
  mapping,
  onRead,
}: {
  mapping: Mapping | null
  onRead: (mapping: Mapping) => void
}) {
  const picker = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    const found = file && (await commands.readMapping(file))
    if (found) onRead(found)
  }
  return (
    <>
      <button
        type="button"
        className="link"
        disabled={!mapping}
        title="For the command line: whittle … --mapping mapping.json"
        onClick={() => mapping && commands.saveMapping(mapping)}
      >
        Save mapping
      </button>
      <button type="button" className="link" onClick={() => picker.current?.click()}>
        Open mapping
      </button>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label="Mapping file"
        hidden
        onChange={(event) => void read(event.target.files?.[0])}
      />
    </>
  )
}
