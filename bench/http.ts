import { parseArgs } from 'node:util'
import { acks, makeCampaign, reads, TASKS, writes } from './campaign.ts'
import { type Figures, figuresOf, type Measured } from './figures.ts'
import { fullLoad, type Loaded, steadyLoad, type Work } from './load.ts'
import { asTable, type Results, resultsOf } from './report.ts'
import { pinLoad } from './servers.ts'
import { type Served, type Stand, standUp } from './stand.ts'

const ROUNDS = 3
const WARM_UP_SECONDS = 3
const ROUND_SECONDS = 4
const STEADY_RATE = 200
const STEADY_SECONDS = 15

/** One kind of request at one server. */
interface Phase extends Served {
  readonly work: Work
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, profile: { type: 'string' } } })
  pinLoad()
  const stand = await standUp(TASKS, values.profile)
  try {
    const results = await measure(stand)
    console.log(values.json ? JSON.stringify(results, null, 2) : asTable(results))
  } finally {
    await stand.close()
  }
}

async function measure(stand: Stand): Promise<Results> {
  const { bare, stairway, slack } = stand
  const acked = await makeCampaign(stairway.type)
  const phases: readonly Phase[] = [
    { ...bare, work: reads(TASKS, acks) },
    { ...stairway, work: reads(TASKS) },
    { ...stairway, work: writes(TASKS, acked) },
  ]
  const inTurns = turns(stand, phases)
  await inTurns(1, ({ type, work }) => fullLoad(type, work, WARM_UP_SECONDS))
  const full = await inTurns(ROUNDS, ({ type, work }) => fullLoad(type, work, ROUND_SECONDS))
  const steady = await inTurns(1, ({ type, work }) => steadyLoad(type, work, STEADY_RATE, STEADY_SECONDS))
  await stand.verify(acked)
  const edits = slack.calls.filter((call) => call.method === 'chat.update').length
  return resultsOf({ connections: TASKS, full, steady, rate: STEADY_RATE, changes: acked.length, edits })
}

/** Round by round, so that what else the machine does falls on all phases alike. */
function turns(stand: Stand, phases: readonly Phase[]) {
  return async (rounds: number, load: (phase: Phase) => Promise<Loaded>): Promise<Figures[]> => {
    const measured: Measured[][] = phases.map(() => [])
    for (let round = 0; round < rounds; round++) {
      for (const [i, phase] of phases.entries()) {
        stand.hangUp()
        const since = phase.server.busyMs()
        const loaded = await load(phase)
        measured[i]?.push({ ...loaded, serverMs: phase.server.busyMs() - since })
      }
    }
    return measured.map(figuresOf)
  }
}

await main()
