export const LATE = Symbol('late')

/** What `work` gives within `ms`, else LATE; it goes on all the same. */
export async function within<T>(work: Promise<T>, ms: number): Promise<T | typeof LATE> {
  if (ms === Number.POSITIVE_INFINITY) return work
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms).unref()
  })
  // A timer that is left behind keeps the whole act in memory for its time.
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
