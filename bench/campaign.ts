import type { Answer, Type } from './commands.ts'
import type { Work } from './load.ts'

const KEY = 'bench'
const NAME = 'Autumn win-back'
/** As many as the template has, and as many writers: each keeps to a task of its own. */
export const TASKS = 12

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
const LIFE = [
  `new ${NAME} template:lifecycle-email key:${KEY}`,
  `brief ${KEY} partner <@U0RAJ|raj>`,
  `brief ${KEY} hypothesis Customers who have not bought for 90 days come back for what goes with their last order`,
  `brief ${KEY} outcome purchase up 8%`,
  `brief ${KEY} guardrails unsubscribe 0.2 points`,
  `brief ${KEY} audience Customers without an order for 90 days, opted in size:64000`,
  `brief ${KEY} arms No e-mail 1/3, Mens e-mail 1/3, Womens e-mail 1/3`,
  `brief ${KEY} horizon 14 days`,
  `brief ${KEY} exposures sent`,
  `task ${KEY} 4 assign <@U0MEI|mei>`,
  `task ${KEY} 2 check power 0.8 at +8 % in 11 days, see https://example.com/power`,
]

/** Makes the campaign as people would; gives the deliveries that changed it. Throws for the first line that was refused. */
export async function makeCampaign(type: Type): Promise<string[]> {
  const deliveries: string[] = []
  for (const line of LIFE) {
    const { status, body, delivery } = await type(line)
    if (status !== 200 || !body.includes(KEY))
      throw new Error(`/campaign ${line} was answered ${status}: ${body}`)
    deliveries.push(delivery)
  }
  const { body } = await type(`tasks ${KEY}`)
  if (!body.includes(`${TASKS}`)) throw new Error(`The campaign has not ${TASKS} tasks: ${body}`)
  return deliveries
}

/** Everybody looks at the same card. */
export function reads(lanes: number, check: Work['check'] = showsTheCard): Work {
  return { lanes, text: () => `show ${KEY}`, check }
}

/** Each lane marks its own task done, then opens it again. The answers of the changes that were acked go to `acked`. */
export function writes(lanes: number, acked: string[]): Work {
  const verbs = Array.from({ length: lanes }, () => 'reopen')
  const next = (lane: number) => {
    const verb = verbs[lane] === 'done' ? 'reopen' : 'done'
    verbs[lane] = verb
    return verb
  }
  return {
    lanes,
    // Who ticks a task of somebody else says what was looked at.
    text: (lane) => `task ${KEY} ${lane + 1} ${next(lane)} Counted the rows`,
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
