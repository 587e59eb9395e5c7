/** How many rows of what is due are read at once: a page is read and parsed in a few milliseconds. */
export const PAGE = 50

/** So many at once: what waits for the database meanwhile, a person first of all, waits behind these alone. */
const AT_ONCE = 4

/** Gives the page that comes after the last row of the one before; `null` begins. No more than PAGE rows. */
type LoadPage<T> = (after: T | null) => Promise<readonly T[]>

/**
 * Does `run` for everything that the clock found, in small batches, each in transactions of its own: it may be ten
 * thousand. Returns for how many it said yes. One that fails holds up no other; throws at the end, in few words however
 * many have failed.
 */
export async function forEachDue<T>(
  what: string,
  load: LoadPage<T>,
  run: (one: T) => Promise<boolean>,
): Promise<number> {
  const failed: unknown[] = []
  let [done, failures] = [0, 0]
  for await (const batch of batchesOf(load)) {
    for (const each of await Promise.allSettled(batch.map(run))) {
      if (each.status === 'fulfilled') done += each.value ? 1 : 0
      else if (++failures <= MOST_TOLD) failed.push(each.reason)
    }
    // What needs no database goes on at once, and ten thousand of it would hold the loop.
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (failures > 0) throw new AggregateError(failed, failureWords(what, failed, failures))
  return done
}

/** The same of a list that is known. */
export function forEachOf<T>(
  what: string,
  all: readonly T[],
  run: (one: T) => Promise<boolean>,
): Promise<number> {
  return forEachDue(what, async (after) => (after === null ? all : []), run)
}

async function* batchesOf<T>(load: LoadPage<T>): AsyncGenerator<readonly T[]> {
  let last: T | null = null
  for (;;) {
    const page = await load(last)
    for (let at = 0; at < page.length; at += AT_ONCE) yield page.slice(at, at + AT_ONCE)
    last = page.at(-1) ?? null
    if (page.length < PAGE || last === null) return
  }
}

/** A line of the log holds so many of what failed, each this long. */
const MOST_TOLD = 3
const MOST_LETTERS = 300

function failureWords(what: string, failed: readonly unknown[], failures: number): string {
  const told = failed.map((error) => String(error).slice(0, MOST_LETTERS)).join('; ')
  const more = failures > failed.length ? `; and ${failures - failed.length} more` : ''
  return `${what}: ${told}${more}`
}
