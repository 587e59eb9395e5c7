import { nameWords } from '../src/domain/brief-words.ts'
import { said } from '../src/slack/said.ts'
import { submit as submitCampaign } from '../src/usecases/approvals.ts'
import { command } from './command.ts'
import { keyAlone } from './key-alone.ts'
import { refOf } from './ref.ts'
import { waitsForWords } from './waits-for.ts'

export const submit = command({
  name: 'submit',
  usage: ['submit <key>'],
  summary: 'Asks for approval; says what is still open where it is too early.',
  example: 'submit winback',
  parse: keyAlone,
  run: async ({ key }, act) => {
    const { after } = await submitCampaign(act.deps, act.actor, refOf(act, key))
    const words = `${nameWords(after.campaign.brief)} is in review.${await waitsForWords(act, after)}`
    // Not a copy of the card: the one in the channel says who it waits for, also tomorrow.
    return said(act, words, after)
  },
})
