import type { ServerResponse } from 'node:http'
import { type Reply, reply, type Seen, serve } from '../../sandbox/tools/served.ts'

export type { Seen } from '../../sandbox/tools/served.ts'

/** An answer; `cut`: the connection ends without one; `silence`: it stays open; `torn`: it ends within the body. */
export type VendorReply = (Reply & { readonly torn?: boolean }) | 'silence' | 'cut'

/** `after`: its effect has happened all the same. `on`: of requests such as these alone. */
export interface Fault {
  readonly reply: VendorReply
  readonly after?: boolean
  readonly on?: (seen: Seen) => boolean
}

export interface Vendor {
  /** Such as http://127.0.0.1:40001 */
  readonly base: string
  readonly seen: readonly Seen[]
  /** These come first, in order: a fault before, or instead of, the vendor's own answer. */
  failWith(...faults: readonly Fault[]): void
  close(): Promise<void>
}

/** A vendor on loopback that answers by `plays`, which a test writes from the vendor's own documents. */
export async function startVendor(plays: (seen: Seen) => VendorReply): Promise<Vendor> {
  const seen: Seen[] = []
  const faults: Fault[] = []
  const { base, close } = await serve((one, response) => {
    seen.push(one)
    const at = faults.findIndex(({ on }) => !on || on(one))
    const [fault] = at < 0 ? [] : faults.splice(at, 1)
    const own = fault && !fault.after ? null : plays(one)
    answer(response, fault?.reply ?? own ?? { status: 500 })
  })
  return { base, seen, failWith: (...next) => void faults.push(...next), close }
}

function answer(response: ServerResponse, given: VendorReply): void {
  if (given === 'silence') return
  if (given === 'cut') return void response.destroy()
  if (!given.torn) return void reply(response, given)
  const { status, headers = {}, body } = given
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.write(JSON.stringify(body).slice(0, -1), () => response.destroy())
}
