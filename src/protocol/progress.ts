/** Long work as it goes. `done` never falls and `total` never changes within one phase. */
export type Progress =
  | { readonly phase: 'reading'; readonly done: number; readonly total: number }
  | { readonly phase: 'loading-model'; readonly done: number; readonly total: number }
  | {
      readonly phase: 'extracting'
      readonly done: number
      readonly total: number
      /** Characters a second over the last while; null until measured. */
      readonly rate: number | null
      readonly secondsLeft: number | null
    }
  | { readonly phase: 'testing'; readonly done: number; readonly total: number }
  | { readonly phase: 'contexts'; readonly done: number; readonly total: number }
