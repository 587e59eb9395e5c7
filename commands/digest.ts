import { nameWords } from '../src/domain/brief-words.ts'
import type { DigestPlan } from '../src/domain/campaign.ts'
import {
  describeSchedule,
  nextSlot,
  parseSchedule,
  SCHEDULE_FORMS,
  type Schedule,
} from '../src/domain/schedule.ts'
import { said } from '../src/slack/said.ts'
import { digestNow, planDigest } from '../src/usecases/digests.ts'
import { readState } from '../src/usecases/reads.ts'
import { command, type TypedAct, type TypedAt } from './command.ts'
import { refOf } from './ref.ts'
import type { Words } from './words.ts'

type Digest =
  | { readonly kind: 'show' | 'now' | 'off'; readonly key: string }
  | {
      readonly kind: 'plan'
      readonly key: string
      readonly schedule: Schedule
      readonly channel: string | null
    }

export const digest = command<Digest>({
  name: 'digest',
  usage: ['digest <key> [<schedule>|now|off] [#channel]'],
  summary: 'Sets when results are posted, makes a digest now, or ends them; alone it says what is set.',
  example: 'digest winback weekdays 09:00 Europe/Berlin #growth',
  parse: readDigest,
  run: (input, act) => {
    if (input.kind === 'plan') return planned(input, act)
    return RUNS[input.kind](input.key, act)
  },
})

function readDigest(words: Words, { zone }: TypedAt): Digest {
  const key = words.key()
  const kind = words.empty ? 'show' : words.nextOf(['now', 'off'] as const)
  if (kind) {
    words.end()
    return { kind, key }
  }
  const channel = words.channel()
  const typed = words.restPlain()
  return { kind: 'plan', key, channel, schedule: words.read(() => parseSchedule(typed, zone)) }
}

const RUNS = { show: shown, now: made, off: ended }

async function shown(key: string, act: TypedAct) {
  const { campaign } = await readState(act.deps, refOf(act, key), [])
  const set = campaign.digest ? planWords(campaign.digest) : 'none are set'
  const forms = `Set them with \`/campaign digest ${key} <schedule> [#channel]\`: ${SCHEDULE_FORMS}; or \`now\`, or \`off\`.`
  return said(act, `Digests of ${nameWords(campaign.brief)}: ${set}.\n${forms}`)
}

async function made(key: string, act: TypedAct) {
  const ref = refOf(act, key)
  await digestNow(act.deps, act.actor, ref)
  const { campaign } = await readState(act.deps, ref, [])
  const channel = campaign.digest?.channel ?? campaign.brief.channel
  return said(
    act,
    `A digest of ${nameWords(campaign.brief)} is being made; it comes to {#${channel}} when the warehouse has answered.`,
  )
}

async function ended(key: string, act: TypedAct) {
  const { after } = await planDigest(act.deps, act.actor, refOf(act, key), null)
  return said(
    act,
    `${nameWords(after.campaign.brief)} posts no more digests. \`/campaign results ${key}\` still reads it.`,
  )
}

async function planned({ key, schedule, channel }: Extract<Digest, { kind: 'plan' }>, act: TypedAct) {
  const ref = refOf(act, key)
  const { campaign } = await readState(act.deps, ref, [])
  const plan = { schedule, channel: channel ?? campaign.digest?.channel ?? campaign.brief.channel }
  const { after } = await planDigest(act.deps, act.actor, ref, plan)
  const first = after.campaign.liveAt
    ? `The next one comes {date:${nextSlot(schedule, act.now).getTime()}}.`
    : 'They begin once it is live.'
  return said(act, `Digests of ${nameWords(after.campaign.brief)}: ${planWords(plan)}. ${first}`)
}

function planWords({ schedule, channel }: DigestPlan): string {
  return `${describeSchedule(schedule)}, to {#${channel}}`
}
