import { type AskedQuarter, parseQuarter, resolveQuarter } from '../src/domain/growth/quarter.ts'
import { growthMessage, ledgerComing } from '../src/slack/cards/growth.ts'
import { said } from '../src/slack/replies/said.ts'
import { sendLedger } from '../src/usecases/growth.ts'
import { readGrowth } from '../src/usecases/reads/growth.ts'
import { command } from './command.ts'

interface Growth {
  readonly quarter: AskedQuarter
  /** Picture and CSV instead of an answer here. */
  readonly send: boolean
}

export const growth = command<Growth>({
  name: 'growth',
  usage: ['growth [<quarter>] [send]'],
  summary: 'Shows what a quarter brought: launches, wins, days, lifts, predictions; sends picture and CSV.',
  example: 'growth 2026Q1',
  parse: (words) => {
    const send = words.flag('send')
    const typed = words.restPlain()
    return { send, quarter: words.read(() => parseQuarter(typed)) }
  },
  run: async ({ quarter: asked, send }, act) => {
    const { deps, actor, now } = act
    const quarter = resolveQuarter(asked, now, deps.timeZone)
    if (!send) return growthMessage(await readGrowth(deps, actor, quarter, deps.timeZone))
    await sendLedger(deps, actor, quarter, deps.timeZone)
    return said(act, ledgerComing(quarter))
  },
})
