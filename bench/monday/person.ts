/** `person.ts <url of answers> <a second> <campaigns> <ports…>`: types and clicks until its standard input ends; prints how long each answer took. */
import { Agent } from 'node:http'
import { reads, writes } from '../campaign.ts'
import { clicker, typist } from '../commands.ts'
import { steadyLoad, type Work } from '../load.ts'

const [responseUrl = '', rate = '30', campaigns = '20', ...ports] = process.argv.slice(2)
const LANES = 20
const ROUND_SECONDS = 2

// A server closes a connection that is idle for 5 s, maybe just when a request is under way.
const agent = new Agent({ keepAlive: true, maxSockets: LANES, scheduling: 'fifo', timeout: 3_000 })
const place = [agent, ports.map(Number), responseUrl] as const
const type = typist(...place)
const click = clicker(...place)
const [shows, changes] = [
  reads(LANES, Number(campaigns)),
  writes(LANES, Number(campaigns), { acked: [], done: new Set() }),
]

let open = true
process.stdin.resume().on('end', () => {
  open = false
})

const times: number[] = []
const work: Work = { lanes: LANES, text: (lane) => textOf(lane), check: () => undefined }
/** What takes longer than Slack waits is answered later. */
const SHOWN = /Autumn win-back|Working on it/
let turn = 0
/** Of ten acts five read, three change, two are clicks. */
function textOf(lane: number): string {
  const kind = turn++ % 10
  return kind < 5 ? shows.text(lane) : kind < 8 ? changes.text(lane) : `click ${lane % Number(campaigns)}`
}

const act: typeof type = async (text, lane) => {
  const answer = await (text.startsWith('click ') ? click(Number(text.slice(6)) + 1, lane) : type(text, lane))
  const fine = answer.status === 200 && (!text.startsWith('show') || SHOWN.test(answer.body))
  if (!fine) throw new Error(`${text} was answered ${answer.status}: ${answer.body.slice(0, 300)}`)
  return answer
}

while (open) times.push(...(await steadyLoad(act, work, Number(rate), ROUND_SECONDS)).times)
agent.destroy()
console.log(JSON.stringify(times.map((ms) => Math.round(ms * 10) / 10)))
