import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { map, word } from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import { type Api, requestWords, unsent } from '../api.ts'
import { apiFields, apiKey, baseOf } from '../entry.ts'
import {
  later,
  type MailSettings,
  notAsked,
  readFrom,
  stillSending,
  timeWords,
  unreadLook,
  unseen,
} from '../mail.ts'
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
import { type Campaign, campaignOf, get, isCancelled, JOB, ON_ITS_WAY, post, SENT } from './campaign.ts'
import { readBack, undo } from './read-back.ts'
import { withRecipients } from './recipients.ts'

/**
 * Klaviyo campaigns, by its OpenAPI. The job that sends a campaign has the campaign's id, and a campaign is sent once:
 * so what became of it is read of the campaign, and the request is safe to repeat.
 */
export const klaviyo: Kind<Sender> = {
  kind: 'klaviyo',
  entry: ({ env }) =>
    map({
      ...named('klaviyo'),
      ...apiFields('https://a.klaviyo.com'),
      key: apiKey(env, 'a private key of Klaviyo'),
      conversion_metric: word('the id of a metric, such as VevE7N').optional(),
    }).transform(({ kind, title, base, key, timeout, deadline, conversion_metric: metric = null }) => ({
      kind,
      title,
      opened: klaviyoSender({
        base: baseOf(base),
        key,
        timeoutSeconds: timeout,
        deadlineMinutes: deadline,
        pauseMs: 1_000,
        metric,
      }),
    })),
}

export interface KlaviyoSettings extends MailSettings {
  /** Between two questions for a count that is being made. */
  readonly pauseMs: number
  /** Of conversions, which a report wants to be named; without it nobody is counted after a stop. */
  readonly metric?: string | null
}

const REVISION = '2026-10-15'

export function klaviyoSender(settings: KlaviyoSettings): Sender {
  const { base, key, timeoutSeconds, deadlineMinutes } = settings
  const headers = { authorization: `Klaviyo-API-Key ${key}`, revision: REVISION }
  const api: Api = { base, headers, secrets: [key], timeoutSeconds }
  return {
    host: new URL(base).host,
    form: '<campaign>',
    thing: namedFirst('campaign'),
    mails: true,
    unread,
    patienceMs: deadlineMinutes * 60_000,
    look: (step, asked) => look(api, settings, step, asked),
    send: (step, asked) => send(api, settings, step, asked),
    readBack: (step, asked) => readBack(api, settings, step, asked),
    undo: (step, asked) => undo(api, step, asked),
    count: async (step, asked) => {
      const said = stillSending(step, await readBack(api, settings, step, asked))
      return settings.metric ? withRecipients(api, settings.metric, step, said, asked) : said
    },
  }
}

function unread(words: string): string | null {
  return /^\w{1,64}$/.test(words)
    ? null
    : 'Klaviyo wants the id of a campaign, such as 01GMRWDSA0ARTAKE1SFX8JGXAY'
}

const ESTIMATION = z
  .object({ data: z.object({ attributes: z.object({ estimated_recipient_count: z.int().min(0) }) }) })
  .transform(({ data }) => data.attributes.estimated_recipient_count)

async function look(api: Api, settings: KlaviyoSettings, step: Step, asked: Asked): Promise<Look | Unseen> {
  const why = unread(step.words)
  if (why) return unreadLook(why)
  const would = requestWords(api, post('campaign-send-job', step.words))
  const read = await campaignOf(api, step, asked)
  if (read.is === 'unread') return unseen(read.answer, would)
  const { status, isArchived } = read.value
  const people =
    step.sent === null && status === 'Draft' ? await counted(api, settings, step.words, asked) : null
  return {
    is: 'seen',
    exists: true,
    state: isArchived ? `${status}, archived` : status,
    gates: step.sent === null ? gatesOf(settings, read.value, step, asked) : [],
    people,
    undo: undoOf(status),
    would,
  }
}

function gatesOf(settings: MailSettings, campaign: Campaign, step: Step, asked: Asked): Gate[] {
  const { status, isArchived, ownTime } = campaign
  const gate = (words: string): Gate => ({ words, link: null, refuses: ['send'] })
  if (isArchived) return [gate('the campaign is archived in Klaviyo')]
  if (status !== 'Draft') return [gate(`Klaviyo sends drafts, and this campaign is ${status}`)]
  if (ownTime === null || ownTime <= waitsUntil(settings, step, asked)) return []
  return [
    gate(
      `the campaign has ${timeWords(ownTime)} as its time in Klaviyo, later than the deadline here: ${MEND}`,
    ),
  ]
}

const MEND = 'raise the deadline or schedule it nearer'

/** Until when its outcome would be waited for, were it sent when it is planned. */
function waitsUntil({ deadlineMinutes }: MailSettings, { campaign }: Step, { now }: Asked): Date {
  const { launchAt } = campaign
  return later(launchAt && launchAt > now ? launchAt : now, deadlineMinutes * 60_000)
}

/** A send can be cancelled before it begins, and while it goes out. */
function undoOf(status: string): Undo {
  return SENT.includes(status) || isCancelled(status) ? { is: 'none' } : { is: 'stops the rest' }
}

const QUESTIONS = 5

/** Counted anew; null where the count is not ready, since an older one is of another audience. */
async function counted(
  api: Api,
  settings: KlaviyoSettings,
  id: string,
  asked: Asked,
): Promise<number | null> {
  const begun = await readFrom(api, post('campaign-recipient-estimation-job', id), JOB, asked)
  let status = begun.is === 'read' ? begun.value : null
  for (let n = 0; n < QUESTIONS && (status === 'queued' || status === 'processing'); n++) {
    if (n > 0) await pause(settings.pauseMs)
    const job = await readFrom(api, get('campaign-recipient-estimation-jobs', id), JOB, asked)
    status = job.is === 'read' ? job.value : null
  }
  if (status !== 'complete') return null
  const count = await readFrom(api, get('campaign-recipient-estimations', id), ESTIMATION, asked)
  return count.is === 'read' ? count.value : null
}

/** What was sent or scheduled before is not sent: people would take that for this launch. */
async function send(api: Api, settings: MailSettings, step: Step, asked: Asked): Promise<Sent> {
  const why = unread(step.words)
  if (why) return { is: 'refused', outcome: why }
  const read = await campaignOf(api, step, asked)
  if (read.is === 'unread') return notAsked(api, read.answer, asked)
  const gate = gatesOf(settings, read.value, step, asked)[0]
  if (gate) return { is: 'refused', outcome: gate.words }
  const job = await readFrom(api, post('campaign-send-job', step.words), JOB, asked)
  if (job.is === 'read') return { is: 'running', outcome: job.value, handle: step.words, notBefore: null }
  const no = unsent(api, job.answer, asked.now)
  return no.is === 'refused' ? sendsOr(api, step, no, asked) : no
}

/** It was a draft a moment ago: a no may mean that an earlier try, whose answer was lost, has come through meanwhile. */
async function sendsOr(api: Api, step: Step, no: Sent, asked: Asked): Promise<Sent> {
  const read = await campaignOf(api, step, asked)
  if (read.is === 'unread') return { is: 'unknown', outcome: no.outcome }
  const { status } = read.value
  if (!ON_ITS_WAY.includes(status) && !SENT.includes(status)) return no
  return { is: 'running', outcome: status, handle: step.words, notBefore: null }
}
