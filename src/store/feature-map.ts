import { z } from '../core/schema.ts'
import type { FeatureMap } from './state.ts'

const featureMap = z.object({ x: z.array(z.number()), y: z.array(z.number()) })

/**
 * Loads the map of the bundled dictionary.
 * @returns null where it cannot be loaded: the app goes on, since the tables hold all that it shows
 */
export async function loadFeatureMap(base: string): Promise<FeatureMap | null> {
  try {
    const response = await fetch(new URL('dictionary/map.json', base))
    return featureMap.parse(await response.json())
  } catch (error) {
    console.warn('The map of the dictionary could not be loaded.', error)
    return null
  }
}
