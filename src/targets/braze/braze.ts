import { z } from 'zod'
import { map } from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import { requestWords, unsent } from '../api.ts'
import { arms } from '../armed.ts'
import { apiFields, apiKey, baseOf } from '../entry.ts'
import { aheadField, timeWords, unreadLook, unseen } from '../mail.ts'
import {
  type Asked,
  type Gate,
  type Look,
  namedFirst,
  type Sender,
  type Sent,
  type Step,
  type Undo,
  type Unseen,
} from '../target.ts'
import {
  type Account,
  apiOf,
  type BrazeSettings,
  handleOf,
  isoOf,
  type Kept,
  keptIn,
  readBraze,
  timeOf,
} from './account.ts'
import { count } from './count.ts'
import { campaignIn, isNear, readBack, renewed, undo } from './read-back.ts'

/**
 * API-triggered campaigns of Braze. A send is made as a schedule, since only that can be deleted, and under an id that
 * was asked for before, since only by that its figures can be read.
 */
export const braze: Kind<Sender> = {
  kind: 'braze',
  entry: ({ env }) =>
    map({
      ...named('braze'),
      ...apiFields(),
      key: apiKey(env, 'a REST API key of Braze'),
      ahead: aheadField(),
    }).transform(({ kind, title, base, key, timeout, deadline, ahead }) => ({
      kind,
      title,
      opened: brazeSender({
        base: baseOf(base),
        key,
        timeoutSeconds: timeout,
        deadlineMinutes: deadline,
        aheadMinutes: ahead,
      }),
    })),
}

export function brazeSender(settings: BrazeSettings): Sender {
  const account = { api: apiOf(settings), settings, arms: arms() }
  return {
    host: new URL(settings.base).host,
    form: '<campaign> to segment',
    thing: namedFirst('campaign'),
    counts: 'sends',
    unread,
    patienceMs: settings.deadlineMinutes * 60_000,
    look: (step, asked) => look(account, step, asked),
    send: (step, asked) => send(account, step, asked),
    readBack: (step, asked) => readBack(account, step, asked),
    undo: (step, asked) => undo(account, step, asked),
    count: (step, asked) => count(account, step, asked),
  }
}

function unread(words: string): string | null {
  if (campaignIn(words) !== null) return null
  return 'Braze wants the id of an API-triggered campaign and whom it goes to: 7f3a… to segment'
}

const CAMPAIGN = z.object({
  archived: z.boolean().nullish(),
  draft: z.boolean().nullish(),
  enabled: z.boolean().nullish(),
})

/** Without recipients a campaign goes to its whole segment, which Braze wants to be said. */
function scheduleRequest(campaign: string, sendId: string, time: Date) {
  return {
    method: 'POST' as const,
    path: '/campaigns/trigger/schedule/create',
    body: { campaign_id: campaign, send_id: sendId, broadcast: true, schedule: { time: isoOf(time) } },
  }
}

async function look(account: Account, step: Step, asked: Asked): Promise<Look | Unseen> {
  const campaign = campaignIn(step.words)
  if (campaign === null) return unreadLook(unread(step.words) ?? '')
  const kept = keptIn(step.sent?.handle ?? null)
  const request = scheduleRequest(campaign, kept?.sendId ?? '<minted>', kept?.time ?? timeOf(account, asked))
  const would = requestWords(account.api, request)
  const details = { method: 'GET' as const, path: '/campaigns/details', query: { campaign_id: campaign } }
  const read = await readBraze(account, details, CAMPAIGN, asked)
  if (read.is === 'unread') return unseen(read.answer, would)
  const state = stateOf(read.value)
  return {
    is: 'seen',
    exists: true,
    state,
    gates: state === 'enabled' || state === null ? [] : [gate(state)],
    people: null,
    undo: undoOf(account, step, kept, asked.now),
    would,
  }
}

function stateOf({ archived, draft, enabled }: z.output<typeof CAMPAIGN>): string | null {
  if (archived) return 'archived'
  if (draft) return 'draft'
  return enabled === true ? 'enabled' : enabled === false ? 'not enabled' : null
}

function gate(state: string): Gate {
  return { words: `the campaign is ${state} in Braze`, link: null, refuses: ['send'] }
}

/** A schedule can be deleted until it begins, by the id that Braze gave it. */
function undoOf({ arms }: Account, step: Step, kept: Kept | null, now: Date): Undo {
  if (kept === null || arms.isArmed(step, handleOf(kept))) return { is: 'until it starts', until: null }
  const isOver = kept.time <= now || kept.scheduleId === null
  return isOver ? { is: 'none' } : { is: 'until it starts', until: kept.time }
}

const MINTED = z.object({ send_id: z.string().regex(/^[^\s]{1,200}$/) })
const SCHEDULED = z.object({ schedule_id: z.string().regex(/^[^\s]{1,200}$/) })

/** The first run asks for an id alone, by which the second schedules. */
async function send(account: Account, step: Step, asked: Asked): Promise<Sent> {
  const campaign = campaignIn(step.words)
  if (campaign === null) return { is: 'refused', outcome: unread(step.words) ?? '' }
  const kept = keptIn(step.sent?.handle ?? null)
  if (kept === null) return mint(account, step, campaign, asked)
  // Nobody reads back what surely did not arrive, so its time may have passed while a limit was waited out.
  if (isNear(account, kept, asked)) return renewed(account, step, kept, asked)
  return schedule(account, step, campaign, kept, asked)
}

async function mint(account: Account, step: Step, campaign: string, asked: Asked): Promise<Sent> {
  const request = { method: 'POST' as const, path: '/sends/id/create', body: { campaign_id: campaign } }
  const minted = await readBraze(account, request, MINTED, asked)
  if (minted.is === 'unread') return unsent(account.api, minted.answer, asked.now)
  const kept = { sendId: minted.value.send_id, time: timeOf(account, asked), scheduleId: null, counted: null }
  return account.arms.arm(step, handleOf(kept), `has the id ${kept.sendId}, nothing is sent yet`, asked)
}

function schedule(account: Account, step: Step, campaign: string, kept: Kept, asked: Asked): Promise<Sent> {
  return account.arms.fire(step, handleOf(kept), asked, async () => {
    const request = scheduleRequest(campaign, kept.sendId, kept.time)
    const scheduled = await readBraze(account, request, SCHEDULED, asked)
    if (scheduled.is === 'unread') return unsent(account.api, scheduled.answer, asked.now)
    const handle = handleOf({ ...kept, scheduleId: scheduled.value.schedule_id })
    return { is: 'running', outcome: `scheduled for ${timeWords(kept.time)}`, handle, notBefore: kept.time }
  })
}
