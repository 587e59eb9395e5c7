import { parseArgs } from 'node:util'
import { acks, type Changes, makeCampaigns, reads, writes } from './campaign.ts'
import { type Figures, figuresOf, type Measured } from './figures.ts'
import { fullLoad, type Loaded, steadyLoad, type Work } from './load.ts'
import { asTable, type Measures, type Results, resultsOf } from './report.ts'
import { pinLoad } from './servers.ts'
import { type Served, type Stand, type StandOptions, standUp } from './stand.ts'

const CAMPAIGNS = 50
const CONNECTIONS = [1, 50]
const ROUNDS = 3
const WARM_UP_SECONDS = 3
const ROUND_SECONDS = 4
const STEADY_RATE = 200
const STEADY_SECONDS = 15

const OPTIONS = {
  json: { type: 'boolean' },
  profile: { type: 'string' },
  postgres: { type: 'boolean' },
  processes: { type: 'string', default: '1' },
} as const

/** One kind of request at one server. */
interface Phase extends Served {
  readonly work: Work
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS })
  const { json, profile, postgres = false } = values
  const options: StandOptions = {
    connections: Math.max(...CONNECTIONS),
    profile,
    postgres,
    processes: Number(values.processes),
  }
  pinLoad()
  const stand = await standUp(options)
  try {
    const results = await measure(stand, options)
    console.log(json ? JSON.stringify(results, null, 2) : asTable(results))
  } finally {
    await stand.close()
  }
}

async function measure(stand: Stand, { postgres, processes }: StandOptions): Promise<Results> {
  const acked = await makeCampaigns(stand.stairway.type, CAMPAIGNS)
  const changes: Changes = { acked, done: new Set() }
  const full: Measures[] = []
  for (const connections of CONNECTIONS) {
    const phases = phasesOf(stand, connections, changes)
    await inTurns(stand, phases, 1, ({ type, work }) => fullLoad(type, work, WARM_UP_SECONDS))
    const figures = await inTurns(stand, phases, ROUNDS, ({ type, work }) =>
      fullLoad(type, work, ROUND_SECONDS),
    )
    full.push({ connections, figures })
  }
  const steady = await inTurns(stand, phasesOf(stand, CAMPAIGNS, changes), 1, ({ type, work }) =>
    steadyLoad(type, work, STEADY_RATE, STEADY_SECONDS),
  )
  await stand.verify(acked)
  const edits = stand.slack.calls.filter((call) => call.method === 'chat.update').length
  const of = { campaigns: CAMPAIGNS, database: postgres ? 'PostgreSQL' : 'SQLite', processes } as const
  return resultsOf({ ...of, full, steady, rate: STEADY_RATE, changes: acked.length, edits })
}

function phasesOf({ bare, stairway }: Stand, lanes: number, changes: Changes): readonly Phase[] {
  return [
    { ...bare, work: reads(lanes, CAMPAIGNS, acks) },
    { ...stairway, work: reads(lanes, CAMPAIGNS) },
    { ...stairway, work: writes(lanes, CAMPAIGNS, changes) },
  ]
}

/** Round by round, so that what else the machine does falls on all phases alike. */
async function inTurns(
  stand: Stand,
  phases: readonly Phase[],
  rounds: number,
  load: (phase: Phase) => Promise<Loaded>,
): Promise<Figures[]> {
  const measured: Measured[][] = phases.map(() => [])
  for (let round = 0; round < rounds; round++) {
    for (const [i, phase] of phases.entries()) {
      stand.hangUp()
      const since = phase.busyMs()
      const loaded = await load(phase)
      measured[i]?.push({ ...loaded, serverMs: phase.busyMs() - since })
    }
  }
  return measured.map(figuresOf)
}

await main()
