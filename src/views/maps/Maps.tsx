import { useState } from 'react'
import { useStore } from '../../store/store.ts'
import { LatentMap } from './LatentMap.tsx'
import { PairMap } from './PairMap.tsx'

const MAPS = [
  { map: 'latents', label: 'Latents', hint: 'UMAP of the dictionary: similar latents are close together' },
  { map: 'prompts', label: 'Prompts', hint: 'UMAP of the prompts: similar ones are close together' },
] as const

/** The maps that are available, one at a time. */
export function Maps() {
  const latents = useStore((state) => state.featureMap)
  const pairs = useStore((state) => state.map)
  const [shown, setShown] = useState<'latents' | 'prompts'>('prompts')
  // Beside lessons, the map of prompts has the whole panel while nothing is selected.
  const elsewhere = useStore(({ view }) => view.table === 'lessons' && view.selected === null)
  if (elsewhere || (!latents && !pairs)) return null
  const showsPairs = pairs !== null && (shown === 'prompts' || !latents)
  return (
    <section className="maps" aria-label="Maps">
      <details open>
        <summary className="heading">Map</summary>
        <div className="segmented" role="group" aria-label="Which map">
          {MAPS.map(({ map, label, hint }) => (
            <button
              key={map}
              aria-pressed={(map === 'prompts') === showsPairs}
              title={hint}
              disabled={(map === 'prompts' ? pairs : latents) === null}
              onClick={() => setShown(map)}
            >
              {label}
            </button>
          ))}
        </div>
        {showsPairs ? <PairMap map={pairs} /> : latents && <LatentMap map={latents} />}
      </details>
    </section>
  )
}
