import { useStore } from '../../store/store.ts'
import { type SideWords, sideWords } from './words.ts'

/** What the sides and rows of the open file are called. */
export const useSides = (): SideWords => useStore((state) => sideWords(state.dataset))
