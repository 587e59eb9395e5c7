import { z } from 'zod'
import { type Answered, isStatus } from '../api.ts'
import { get, part, unseen } from '../setting/reading.ts'
import type { Foresight } from '../setting/setting.ts'
import type { Asked, Gate, Unseen } from '../target.ts'
import type { Place } from './place.ts'

/** What a change, and taking it back, is called by policies. */
interface Actions {
  readonly send: readonly string[]
  readonly undo: readonly string[]
}

const POLICIES = z.object({ results: z.array(z.object({ action_key: z.string(), enabled: z.boolean() })) })
const REQUESTS = z.object({
  results: z.array(
    z.object({
      id: z.string(),
      action_key: z.string(),
      resource_id: z.string().nullish(),
      intent: z.object({ flag_id: z.number().nullish() }).nullish(),
    }),
  ),
})

/** 402: a plan without approvals; 404: a server from before them. */
const NONE = [402, 404]

/** Policies that may want an approval, and change requests that wait for one. */
export async function foresee(
  place: Place,
  flagId: number,
  actions: Actions,
  asked: Asked,
): Promise<Foresight | Unseen> {
  const policies = await get(place.api, `${place.approvals}/approval_policies/?enabled=true`, POLICIES, asked)
  if (policies.is === 'unread') {
    if (isStatus(policies.answer, ...NONE)) return { gates: [] }
    return isStatus(policies.answer, 403) ? { gates: [UNREADABLE] } : unseen(policies)
  }
  const wanted = policies.body.results.filter(({ enabled }) => enabled).map(({ action_key }) => action_key)
  const path = `${place.approvals}/change_requests/?state=pending,approved&resource_type=feature_flag`
  const requests = await get(place.api, path, REQUESTS, asked)
  if (requests.is === 'unread') return unseen(requests)
  const waiting = requests.body.results.filter((each) => isOf(each, flagId))
  return {
    gates: [
      ...waiting.map(({ id, action_key }) => waitingGate(place, id, refusedOf([action_key], actions))),
      ...policyGates(wanted, actions),
    ],
  }
}

const UNREADABLE: Gate = {
  words: 'its approvals can’t be read: the key lacks approvals:read',
  link: null,
  refuses: [],
}

/** A change by POST is kept without the id of its flag, which is in what it is to do. */
function isOf({ resource_id, intent }: z.infer<typeof REQUESTS>['results'][number], flagId: number): boolean {
  return resource_id === String(flagId) || intent?.flag_id === flagId
}

function waitingGate(place: Place, id: string, refuses: Gate['refuses']): Gate {
  return {
    words: 'a change request for it waits there: once approved, it changes the flag without Stairway',
    link: pageOf(place, id),
    refuses,
  }
}

function policyGates(wanted: readonly string[], actions: Actions): Gate[] {
  return [...new Set(wanted)]
    .map((action) => ({ action, refuses: refusedOf([action], actions) }))
    .filter(({ refuses }) => refuses.length > 0)
    .map(({ action, refuses }) => ({
      words: `a policy there may want an approval (${action})`,
      link: null,
      refuses,
    }))
}

function refusedOf(keys: readonly string[], { send, undo }: Actions): Gate['refuses'] {
  const refuses: Gate['refuses'][number][] = []
  if (keys.some((key) => send.includes(key))) refuses.push('send')
  if (keys.some((key) => undo.includes(key))) refuses.push('undo')
  return refuses
}

const pageOf = ({ page }: Place, id: string) => `${page}/approvals/${part(id)}`

const LEFT_BEHIND = z.object({ change_request_id: z.string().regex(/^[\w-]{1,64}$/) })

/** What was refused for want of an approval is left there as a change request, which somebody can approve later. */
export function meaningOf(place: Place, { status, body }: Answered): string | null {
  if (status === 403) return 'the key may not, or a policy there denies it'
  const left = status === 409 ? LEFT_BEHIND.safeParse(body) : null
  if (!left?.success) return status === 409 ? 'it was changed meanwhile' : null
  const page = pageOf(place, left.data.change_request_id)
  return `it wants an approval, and left a change request there that takes effect without Stairway once somebody approves it: ${page}`
}
