import { type DragEvent, type ReactNode, useState } from 'react'
import { commands } from '../store/commands.ts'

const carriesFile = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** The page itself: a file dropped anywhere on it is opened. */
export function DropTarget({ children }: { children: ReactNode }) {
  const [over, setOver] = useState(false)

  const onDragOver = (event: DragEvent) => {
    if (!carriesFile(event)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    setOver(true)
  }
  const onDragLeave = (event: DragEvent) => {
    if (!(event.relatedTarget instanceof Node)) setOver(false)
  }
  const onDrop = (event: DragEvent) => {
    if (!carriesFile(event)) return
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file) commands.openFile(file)
  }

  return (
    <div className="page" onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {children}
      {over && (
        <div className="drop-veil" aria-hidden="true">
          Drop the file to open it
        </div>
      )}
    </div>
  )
}
