import { useEffect, useState } from 'react'
import type { StoredDataset } from '../protocol/stored.ts'
import { commands } from '../store/commands.ts'
import { useStore } from '../store/store.ts'
import { Dialog } from './shared/Dialog.tsx'
import { bytes, plural } from './shared/format.ts'
import { visibleText } from './shared/visibleText.ts'

/** What this browser stores for Whittle, and how to delete it. */
export function StoredDataDialog({ onClose }: { onClose: () => void }) {
  const stored = useStore((state) => state.stored)
  useEffect(commands.loadStored, [])
  const decisions = stored ? [...stored.decisions.values()].reduce((sum, n) => sum + n, 0) : 0
  return (
    <Dialog title="Stored data" onClose={onClose}>
      <div className="stored-data">
        <p className="soft">
          Kept in this browser, on this machine: what was extracted, so that a file opens at once the next
          time; decisions and names; and the file that is open. Where room is short, what was extracted of the
          file used least recently is deleted.
        </p>
        {stored === null ? <p role="status">Looking…</p> : <Datasets datasets={stored.datasets} />}
        {stored !== null && (
          <footer>
            <span className="soft">{plural(decisions, 'decision or name', 'decisions and names')}</span>
            <DeleteAll />
          </footer>
        )}
      </div>
    </Dialog>
  )
}

function Datasets({ datasets }: { datasets: readonly StoredDataset[] }) {
  const decisions = useStore((state) => state.stored?.decisions)
  const open = useStore((state) => state.dataset?.sha256)
  if (datasets.length === 0) return <p>Nothing that was extracted is stored.</p>
  return (
    <table>
      <caption className="unseen">Files whose extraction is stored</caption>
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Size</th>
          <th scope="col">Decisions and names</th>
          <th scope="col">Last open</th>
          <th scope="col">
            <span className="unseen">Delete</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {datasets.map(({ sha256, name, bytes: size, used }) => (
          <tr key={sha256}>
            <th scope="row" className="data-text">
              <bdi>{name === '' ? 'of an earlier version' : visibleText(name)}</bdi>
              {sha256 === open && <span className="soft"> (open)</span>}
            </th>
            <td className="number">{bytes(size)}</td>
            <td className="number">{decisions?.get(sha256) ?? 0}</td>
            <td>{used === 0 ? 'unknown' : new Date(used).toLocaleDateString('en-CA')}</td>
            <td>
              <button
                aria-label={`Delete what was extracted of ${visibleText(name)}`}
                onClick={() => commands.deleteStored(sha256)}
              >
                Delete
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Decisions cannot be made again by a computer, so this asks once more. */
function DeleteAll() {
  const [asked, setAsked] = useState(false)
  if (!asked) return <button onClick={() => setAsked(true)}>Delete all stored data…</button>
  return (
    <span role="alert">
      Decisions and names are deleted too.{' '}
      <button
        className="primary"
        onClick={() => {
          commands.deleteAllStored()
          setAsked(false)
        }}
      >
        Delete all
      </button>{' '}
      <button onClick={() => setAsked(false)}>Keep</button>
    </span>
  )
}
