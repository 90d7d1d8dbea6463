import { polygonContains } from 'd3'
import type { Lasso, Outline, State } from './state.ts'
import { noLasso, type Store } from './store.ts'

/** The points of a map that lie inside an outline, by index, in the map's own coordinates. */
export function within(x: ArrayLike<number>, y: ArrayLike<number>, outline: Outline): number[] {
  const polygon = outline.map(([px, py]): [number, number] => [px, py])
  const inside: number[] = []
  for (let i = 0; i < x.length; i++) if (polygonContains(polygon, [x[i]!, y[i]!])) inside.push(i)
  return inside
}

/**
 * What the outlines of the view catch on the maps that there are; an outline that catches nothing is none.
 */
export function caught({ view, featureMap, map }: Pick<State, 'view' | 'featureMap' | 'map'>): Lasso {
  const { latents, prompts } = view.lassos
  const concepts = latents && featureMap ? within(featureMap.x, featureMap.y, latents) : []
  const points = prompts && map ? within(map.x, map.y, prompts) : []
  return {
    concepts: concepts.length > 0 ? concepts.map((latent) => `d:${latent}`) : null,
    points: points.length > 0 ? points : null,
  }
}

/**
 * Keeps what is lassoed up with the view and the maps.
 * @param onPrompts called after the lassoed prompts change
 */
export function followLassos(store: Store, onPrompts: () => void): void {
  store.subscribe((now, before) => {
    const same =
      now.view.lassos === before.view.lassos && now.map === before.map && now.featureMap === before.featureMap
    if (same) return
    const lasso = caught(now)
    if (lasso.concepts === null && lasso.points === null && now.lasso === noLasso) return
    const prompts = now.lasso.points !== null || lasso.points !== null
    store.setState({ lasso })
    if (prompts && now.view.selected !== null && now.findings) onPrompts()
  })
}
