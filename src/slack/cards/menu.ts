import type { Button } from '@slack/types'
import { type Quarter, quarterWords } from '../../domain/growth/quarter.ts'
import { buttonValue } from '../buttons.ts'
import { button } from '../kit/blocks.ts'
import { CLICK } from './buttons.ts'

/** Ways to what has no campaign of its own: what commands do that nobody can type where these stand. */

const way = (text: string, actionId: string, readAs: string): Button => button({ text, actionId, readAs })

export const newButton = (): Button => way('New…', CLICK.newCampaign, 'New… campaign')
export const mineButton = (): Button => way('My work', CLICK.mine, 'My work: what waits on me')
export const allButton = (): Button => way('All', CLICK.all, 'All campaigns')
export const awayButton = (): Button =>
  way('I am away…', CLICK.away, 'I am away… somebody else decides my approvals')
export const helpButton = (): Button => way('Help', CLICK.help, 'Help: commands')
export const helpAllButton = (): Button => way('All commands', CLICK.helpAll, 'All commands')

/** Of a quarter, else of the one that runs. */
export const growthButton = (quarter?: Quarter): Button =>
  button({
    text: 'Growth',
    actionId: CLICK.growth,
    readAs: quarter ? `Growth of ${quarterWords(quarter)}` : 'Growth of this quarter',
    ...(quarter ? { value: buttonValue(quarter) } : {}),
  })
