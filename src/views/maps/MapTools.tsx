import { Icon } from '../shared/Icon.tsx'
import type { useZoom } from './useZoom.ts'

/** The buttons of a map: zoom in, zoom out, and what a drag does. */
export function MapTools({
  zoom,
  panning,
  onPan,
}: {
  zoom: ReturnType<typeof useZoom>
  panning: boolean
  onPan: (panning: boolean) => void
}) {
  return (
    <div className="map-tools">
      <button className="icon" title="Zoom in (wheel, +)" aria-label="Zoom in" onClick={() => zoom.by(1.5)}>
        <Icon name="plus" />
      </button>
      <button
        className="icon"
        title="Zoom out (wheel, −)"
        aria-label="Zoom out"
        disabled={zoom.transform.k <= 1}
        onClick={() => zoom.by(1 / 1.5)}
      >
        <Icon name="minus" />
      </button>
      <button
        className="icon"
        title="Move the map with a drag (also Shift and drag); otherwise a drag draws around points"
        aria-label="Drag moves the map"
        aria-pressed={panning}
        onClick={() => onPan(!panning)}
      >
        <Icon name="move" />
      </button>
    </div>
  )
}
