import { z } from '../core/schema.ts'
import { useStore } from './store.ts'

const featureMap = z.object({ x: z.array(z.number()), y: z.array(z.number()) })

/** Loads the map of the bundled dictionary. Without it the app goes on: the tables hold all that it shows. */
export function loadFeatureMap(base: string): void {
  fetch(new URL('dictionary/map.json', base))
    .then(async (response) => featureMap.parse(await response.json()))
    .then(
      (map) => useStore.setState({ featureMap: map }),
      (error: unknown) => console.warn('The map of the dictionary could not be loaded.', error),
    )
}
