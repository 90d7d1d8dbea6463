export type Progress = (done: number, total: number) => void

/** A message per concept would cost more than its test. */
export function throttled(progress: Progress): Progress {
  let last = 0
  return (done, total) => {
    const now = performance.now()
    if (now - last < 100 && done < total) return
    last = now
    progress(done, total)
  }
}
