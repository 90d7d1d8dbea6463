import { select, zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from 'd3'
import { type RefObject, useEffect, useRef, useState } from 'react'

const MOST = 40
const STEP = 1.5
/** Share of the frame that one press of an arrow key pans. */
const NUDGE = 0.15

export interface Zoom {
  readonly transform: ZoomTransform
  by(factor: number): void
  /** Pans by shares of the frame. */
  pan(across: number, down: number): void
  reset(): void
}

/**
 * Zooming with the wheel and two fingers, panning with the middle button, with Shift, or, while `panning`,
 * with any drag. Other drags draw the lasso; a double click resets.
 */
export function useZoom(
  element: RefObject<HTMLElement | null>,
  width: number,
  height: number,
  panning: boolean,
): Zoom {
  const [transform, setTransform] = useState<ZoomTransform>(zoomIdentity)
  const behaviour = useRef<ZoomBehavior<HTMLElement, unknown> | null>(null)
  useEffect(() => {
    const target = element.current
    if (!target || width === 0) return
    const zooming = zoom<HTMLElement, unknown>()
      .scaleExtent([1, MOST])
      .extent([
        [0, 0],
        [width, height],
      ])
      .translateExtent([
        [0, 0],
        [width, height],
      ])
      .filter((event: Event) => movesMap(event, panning))
      .on('zoom', ({ transform }: { transform: ZoomTransform }) => setTransform(transform))
    behaviour.current = zooming
    const selection = select(target)
    selection.call(zooming).on('dblclick.zoom', () => zooming.transform(selection, zoomIdentity))
    return () => {
      selection.on('.zoom', null)
    }
  }, [element, width, height, panning])
  // Pixel offsets are not valid in a frame of another size.
  useEffect(() => {
    const target = element.current
    if (target && behaviour.current) behaviour.current.transform(select(target), zoomIdentity)
  }, [element, width, height])

  const call = (change: (zooming: ZoomBehavior<HTMLElement, unknown>, target: HTMLElement) => void) => {
    if (element.current && behaviour.current) change(behaviour.current, element.current)
  }
  return {
    transform,
    by: (factor) => call((zooming, target) => zooming.scaleBy(select(target), factor)),
    pan: (across, down) => {
      const [x, y] = [(-across * width) / transform.k, (-down * height) / transform.k]
      call((zooming, target) => zooming.translateBy(select(target), x, y))
    },
    reset: () => call((zooming, target) => zooming.transform(select(target), zoomIdentity)),
  }
}

/** Whether a gesture zooms or pans, rather than draws the lasso. */
export function movesMap(event: Event, panning: boolean): boolean {
  if (event.type === 'wheel') return true
  if ('touches' in event) return panning || (event.touches as TouchList).length > 1
  const { button, shiftKey } = event as MouseEvent
  return button === 1 || (button === 0 && (panning || shiftKey))
}

/** The zoom action of a key; undefined for other keys. */
export function zoomKey(key: string, zoom: Zoom): (() => void) | undefined {
  switch (key) {
    case '+':
    case '=':
      return () => zoom.by(STEP)
    case '-':
      return () => zoom.by(1 / STEP)
    case '0':
      return zoom.reset
    case 'ArrowLeft':
      return () => zoom.pan(-NUDGE, 0)
    case 'ArrowRight':
      return () => zoom.pan(NUDGE, 0)
    case 'ArrowUp':
      return () => zoom.pan(0, -NUDGE)
    case 'ArrowDown':
      return () => zoom.pan(0, NUDGE)
  }
  return undefined
}
