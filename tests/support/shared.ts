import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the tests of a run share: a server that each reaches by its URL. */
export interface Shared {
  readonly url: string
  stop(): Promise<void>
}

const PLACE = 'TEST_SHARED_URL'

/** The URL of what a run shares under this name; the first who asks starts it. */
export async function shared(name: string): Promise<string> {
  const answer = await fetch(`${process.env[PLACE]}/${name}`)
  const said = await answer.text()
  if (!answer.ok) throw new Error(`${name} did not start: ${said}`)
  return said
}

/** For the run's own process: workers, which start after this, ask it for what they need. Ends what was started. */
export async function share(
  starts: Readonly<Record<string, () => Promise<Shared>>>,
): Promise<() => Promise<void>> {
  const started = new Map<string, Promise<Shared>>()
  const server = createServer((request, response) => {
    const name = request.url?.slice(1) ?? ''
    const one = started.get(name) ?? starts[name]?.() ?? Promise.reject(new Error('nobody knows it'))
    started.set(name, one)
    one.then(
      ({ url }) => response.end(url),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  process.env[PLACE] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return async () => {
    server.close()
    for (const one of await Promise.allSettled(started.values()))
      if (one.status === 'fulfilled') await one.value.stop()
  }
}
