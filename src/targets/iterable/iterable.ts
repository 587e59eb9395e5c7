import { z } from 'zod'
import { map } from '../../config/fields.ts'
import { type Kind, named } from '../../config/kinds.ts'
import { formatCount } from '../../domain/text/numbers.ts'
import { requestWords } from '../api.ts'
import { arms } from '../armed.ts'
import { apiFields, apiKey, baseOf } from '../entry.ts'
import { aheadField, readFrom, stillSending, unreadLook, unseen } from '../mail.ts'
import {
  type Asked,
  type Look,
  namedFirst,
  type Sender,
  type Step,
  type Undo,
  type Unseen,
} from '../target.ts'
import {
  type Account,
  type Campaign,
  campaignOf,
  type IterableSettings,
  type Named,
  namedBy,
  unread,
} from './account.ts'
import { blastGates, readBlast, scheduleRequest, sendBlast, undoBlast } from './blast.ts'
import { readTriggered, sendTriggered, triggeredGates, triggerRequest, undoTriggered } from './triggered.ts'

/** Campaigns of Iterable, by its Swagger: blasts, which are scheduled, and triggered ones, which are sent to lists. */
export const iterable: Kind<Sender> = {
  kind: 'iterable',
  entry: ({ env }) =>
    map({
      ...named('iterable'),
      ...apiFields('https://api.iterable.com'),
      key: apiKey(env, 'a server-side API key of Iterable'),
      ahead: aheadField(),
    }).transform(({ kind, title, base, key, timeout, deadline, ahead }) => ({
      kind,
      title,
      opened: iterableSender({
        base: baseOf(base),
        key,
        timeoutSeconds: timeout,
        deadlineMinutes: deadline,
        aheadMinutes: ahead,
      }),
    })),
}

export function iterableSender(settings: IterableSettings): Sender {
  const { base, key, timeoutSeconds, deadlineMinutes } = settings
  const api = { base, headers: { 'api-key': key }, secrets: [key], timeoutSeconds }
  const account = { api, settings, arms: arms() }
  return {
    host: new URL(base).host,
    counts: 'sends',
    form: '<campaign>, or <triggered campaign> to list <list>',
    thing: namedFirst('campaign'),
    unread,
    patienceMs: deadlineMinutes * 60_000,
    look: (step, asked) => look(account, step, asked),
    send: async (step, asked) => {
      const words = namedBy(step.words)
      if (words === null) return { is: 'refused', outcome: unread(step.words) ?? '' }
      return words.lists ? sendTriggered(account, step, words, asked) : sendBlast(account, words, asked)
    },
    readBack: async (step, asked) => {
      const words = namedBy(step.words)
      if (words === null) return { is: 'absent' }
      return words.lists ? readTriggered(account, step) : readBlast(account, step, words, asked)
    },
    undo: async (step, asked) => {
      const words = namedBy(step.words)
      if (words === null) return { is: 'refused', outcome: unread(step.words) ?? '' }
      return words.lists ? undoTriggered(account, step) : undoBlast(account, words, asked)
    },
    count: async (step, asked) => {
      const words = namedBy(step.words)
      if (words === null || words.lists)
        return { is: 'counted', says: { state: null, open: false, count: null } }
      return stillSending(step, await readBlast(account, step, words, asked))
    },
  }
}

async function look(account: Account, step: Step, asked: Asked): Promise<Look | Unseen> {
  const words = namedBy(step.words)
  if (words === null) return unreadLook(unread(step.words) ?? '')
  const request = words.lists ? triggerRequest(words) : scheduleRequest(account, words, asked)
  const would = requestWords(account.api, request)
  const read = await campaignOf(account, words, asked)
  if (read.is === 'unread') return unseen(read.answer, would)
  const campaign = read.value
  const gates = words.lists ? triggeredGates(campaign) : blastGates(campaign)
  const sizes = step.sent === null ? await sizesOf(account, listsOf(words, campaign), asked) : null
  return {
    is: 'seen',
    exists: true,
    state: campaign.campaignState,
    gates: step.sent === null ? gates : [],
    people: peopleIn(sizes, campaign),
    undo: undoOf(words, campaign),
    would: sizes ? `${would}\n${sizesWords(sizes)}` : would,
  }
}

/** A blast can be cancelled before it begins, and aborted while it runs. */
function undoOf({ lists }: Named, { campaignState }: Campaign): Undo {
  const isOver = lists !== null || ['Finished', 'Aborted', 'Archived'].includes(campaignState)
  return { is: isOver ? 'none' : 'stops the rest' }
}

interface ListSize {
  readonly list: number
  readonly people: number
}

const listsOf = ({ lists }: Named, { listIds }: Campaign) => lists ?? listIds ?? []

/** Iterable answers five such questions a minute for a whole project. */
const MOST_LISTS = 3

const SIZE = z.union([z.int().min(0), z.string().regex(/^\d+$/).transform(Number)])

/** Null where not all of them are known. */
async function sizesOf(
  { api }: Account,
  lists: readonly number[],
  asked: Asked,
): Promise<readonly ListSize[] | null> {
  if (lists.length === 0 || lists.length > MOST_LISTS) return null
  const sizes: ListSize[] = []
  for (const list of lists) {
    const read = await readFrom(api, { method: 'GET', path: `/api/lists/${list}/size` }, SIZE, asked)
    if (read.is === 'unread') return null
    sizes.push({ list, people: read.value })
  }
  return sizes
}

/** Somebody may be in two lists, or in one that is left out: then the sizes are no count of people. */
function peopleIn(sizes: readonly ListSize[] | null, { suppressionListIds }: Campaign): number | null {
  const isWhole = sizes?.length === 1 && (suppressionListIds ?? []).length === 0
  return isWhole ? (sizes[0]?.people ?? null) : null
}

function sizesWords(sizes: readonly ListSize[]): string {
  const lists = sizes.map(({ list, people }) => `list ${list} has ${formatCount(people)}`)
  return `At most: ${lists.join(', ')}`
}
