import { type AskedQuarter, parseQuarter, resolveQuarter } from '../src/domain/growth/quarter.ts'
import { growthNow, ledgerSoon } from '../src/slack/replies/readings.ts'
import { said } from '../src/slack/replies/said.ts'
import { command } from './command.ts'

interface Growth {
  readonly quarter: AskedQuarter
  /** Picture and CSV instead of an answer here. */
  readonly send: boolean
}

export const growth = command<Growth>({
  name: 'growth',
  usage: ['growth [<quarter>] [send]'],
  summary: 'Shows what a quarter brought; sends it as a picture and CSV.',
  example: 'growth 2026Q1',
  parse: (words) => {
    const send = words.flag('send')
    const typed = words.restPlain()
    return { send, quarter: words.read(() => parseQuarter(typed)) }
  },
  run: async ({ quarter: asked, send }, act) => {
    const quarter = resolveQuarter(asked, act.now, act.deps.timeZone)
    return send ? said(act, await ledgerSoon(act, quarter)) : growthNow(act, quarter)
  },
})
