import type { Answer, Type } from './commands.ts'
import type { Work } from './load.ts'

const NAME = 'Autumn win-back'
/** As many as the template has. */
const TASKS = 12

const keyOf = (n: number) => `bench-${n + 1}`

/** Members of both teams, so that the owner may change every task. */
export const STAIRWAY_YAML = `
teams:
  growth: { kind: growth, members: [U0ANA, U0TOM], lead: U0TOM }
  data: { kind: data, members: [U0RAJ, U0MEI], lead: U0RAJ }
metrics:
  purchase:
    label: Purchase
    kind: proportion
    direction: up
    window: 14d
    warehouse: shop
    sql: select unit, at, 1 as value from purchases
  unsubscribe:
    label: Unsubscribe
    kind: proportion
    direction: down
    warehouse: shop
    sql: select unit, at, 1 as value from unsubscribes
exposures:
  sent: { warehouse: shop, sql: "select unit, arm, at as exposed_at from sends where campaign = :campaign" }
warehouses:
  shop: { type: sqlite, file: shop.db }
`

/** What its people would have typed by the week before a launch. */
const lifeOf = (key: string) => [
  `new ${NAME} template:lifecycle-email key:${key}`,
  `brief ${key} partner <@U0RAJ|raj>`,
  `brief ${key} hypothesis Customers who have not bought for 90 days come back for what goes with their last order`,
  `brief ${key} outcome purchase up 8%`,
  `brief ${key} guardrails unsubscribe 0.2 points`,
  `brief ${key} audience Customers without an order for 90 days, opted in size:64000`,
  `brief ${key} arms No e-mail 1/3, Mens e-mail 1/3, Womens e-mail 1/3`,
  `brief ${key} horizon 14 days`,
  `brief ${key} exposures sent`,
  `task ${key} 4 assign <@U0MEI|mei>`,
  `task ${key} 2 check power 0.8 at +8 % in 11 days, see https://example.com/power`,
]

/** Makes campaigns as people would; gives the deliveries that changed them. Throws for the first line that was refused. */
export async function makeCampaigns(type: Type, count: number): Promise<string[]> {
  const deliveries: string[] = []
  for (const key of Array.from({ length: count }, (_, n) => keyOf(n))) {
    for (const line of lifeOf(key)) {
      const { status, body, delivery } = await type(line)
      if (status !== 200 || !body.includes(key))
        throw new Error(`/campaign ${line} was answered ${status}: ${body}`)
      deliveries.push(delivery)
    }
  }
  return deliveries
}

/** Whom a lane speaks of next: each keeps to campaigns of its own, and goes over all of them in turn. */
function turns(lanes: number, count: number): (lane: number) => number {
  const next = Array.from({ length: lanes }, (_, lane) => lane % count)
  return (lane) => {
    const now = next[lane] ?? 0
    next[lane] = now + lanes < count ? now + lanes : lane % count
    return now
  }
}

/** The cards of `count` different campaigns. */
export function reads(lanes: number, count: number, check: Work['check'] = showsTheCard): Work {
  const turn = turns(lanes, count)
  return { lanes, text: (lane) => `show ${keyOf(turn(lane))}`, check }
}

/** What was changed so far: the deliveries that were acked, and the campaigns whose task is done. */
export interface Changes {
  readonly acked: string[]
  readonly done: Set<number>
}

/** One change each: marks a task done, then opens it again. */
export function writes(lanes: number, count: number, { acked, done }: Changes): Work {
  const turn = turns(lanes, count)
  const next = (n: number) => {
    if (!done.delete(n)) return done.add(n) && 'done'
    return 'reopen'
  }
  return {
    lanes,
    // Who ticks a task of somebody else says what was looked at.
    text: (lane) => {
      const n = turn(lane)
      return `task ${keyOf(n)} 1 ${next(n)} Counted the rows`
    },
    check: ({ status, body, delivery }) => {
      if (status !== 200 || !body.includes('Ready: '))
        throw new Error(`A write was answered ${status}: ${body}`)
      acked.push(delivery)
    },
  }
}

/** What the bare app answers: nothing. */
export function acks({ status }: Answer): void {
  if (status !== 200) throw new Error(`The bare app answered ${status}`)
}

function showsTheCard({ status, body }: Answer): void {
  if (status !== 200 || !body.includes(NAME) || !body.includes(`of ${TASKS} required`))
    throw new Error(`A read was answered ${status}: ${body}`)
}
