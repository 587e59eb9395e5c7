import { nameWords } from '../src/domain/brief/words.ts'
import { campaignCard } from '../src/slack/cards/campaign.ts'
import { said } from '../src/slack/replies/said.ts'
import { type Move, move as moveCampaign } from '../src/usecases/lifecycle.ts'
import { type AnyCommand, command } from './command.ts'
import { refOf } from './ref.ts'

interface Told {
  readonly name: Move
  readonly summary: string
  readonly reason: string
  readonly now: string
}

export const pause = moving({
  name: 'pause',
  summary: 'Pauses a live campaign; digests go on.',
  reason: 'complaints about the subject line',
  now: 'is paused',
})

export const resume = moving({
  name: 'resume',
  summary: 'Takes a paused campaign up again.',
  reason: 'the subject line is mended',
  now: 'is live again',
})

export const stop = moving({
  name: 'stop',
  summary:
    'Stops a campaign that is launching, live or paused, for good; nothing more is sent, and what can be is taken back.',
  reason: 'unsubscribes are beyond the margin',
  now: 'is stopped',
})

export const cancel = moving({
  name: 'cancel',
  summary: 'Cancels a campaign before anything of it has gone out.',
  reason: 'the offer was withdrawn',
  now: 'is cancelled',
})

/** The four moves differ in their words alone; the usecase knows which is possible when. */
function moving({ name, summary, reason, now }: Told): AnyCommand {
  return command({
    name,
    usage: [`${name} <key> <reason>`],
    summary,
    example: `${name} winback ${reason}`,
    parse: (words) => ({
      key: words.key(),
      // Whether it is possible at all is said before a reason is asked for.
      reason: words.rest(),
    }),
    run: async ({ key, reason: why }, act) => {
      const { after } = await moveCampaign(act.deps, act.actor, refOf(act, key), name, why)
      const line = `${nameWords(after.campaign.brief)} ${now}: ${why}`
      return said(act, line, after, (look) => campaignCard(after, look, 'private'))
    },
  })
}
