import { useStore } from '../../store/store.ts'
import { type SideWords, sideWords } from './words.ts'

/** The words for the sides and rows of the open file. */
export const useSides = (): SideWords => useStore((state) => sideWords(state.dataset))
