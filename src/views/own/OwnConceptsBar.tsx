import { useState } from 'react'
import type { OwnDefinition } from '../../protocol/data.ts'
import { useStore } from '../../store/store.ts'
import { visibleText } from '../shared/visibleText.ts'
import { ConceptDialog } from './ConceptDialog.tsx'

const none: Readonly<Record<string, OwnDefinition>> = {}

/** The concepts that the person made, and the way to make one. */
export function OwnConceptsBar() {
  const concepts = useStore((state) => state.authored.concepts) ?? none
  const [edited, setEdited] = useState<OwnDefinition | 'new' | null>(null)
  return (
    <div className="own-concepts" role="group" aria-label="Concepts of your own">
      <button onClick={() => setEdited('new')}>Make a concept</button>
      {Object.keys(concepts).length > 0 && (
        <span className="own-list">
          <span className="soft">Edit your own:</span>
          {Object.values(concepts).map((concept) => (
            <button key={concept.id} className="plain" onClick={() => setEdited(concept)}>
              <bdi>{visibleText(concept.label)}</bdi>
            </button>
          ))}
        </span>
      )}
      {edited && <ConceptDialog edited={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
    </div>
  )
}
