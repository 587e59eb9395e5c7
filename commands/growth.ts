import { type AskedQuarter, parseQuarter, resolveQuarter } from '../src/domain/growth/quarter.ts'
import { growthMessage } from '../src/slack/cards/growth.ts'
import { readGrowth } from '../src/usecases/growth.ts'
import { command } from './command.ts'

export const growth = command<AskedQuarter>({
  name: 'growth',
  usage: ['growth [<quarter>]'],
  summary: 'Shows what a quarter brought: launches, wins, days, measured lifts, predictions.',
  example: 'growth 2026Q1',
  parse: (words) => {
    const typed = words.restPlain()
    return words.read(() => parseQuarter(typed))
  },
  run: async (asked, { deps, actor, now }) => {
    const quarter = resolveQuarter(asked, now, deps.timeZone)
    return growthMessage(await readGrowth(deps, actor.teamId, quarter, deps.timeZone))
  },
})
