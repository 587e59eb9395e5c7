import { z } from 'zod'
import { isStatus, type Request } from '../api.ts'
import { get } from '../setting/reading.ts'
import type { Reading, Seen } from '../setting/setting.ts'
import type { Goal, Wish } from '../setting/wish.ts'
import type { Asked } from '../target.ts'
import { foresee } from './approvals.ts'
import { flagPatch, type Place } from './place.ts'
import { countFlag } from './usage.ts'

const GROUP = z.looseObject({ rollout_percentage: z.number().nullish() })
const FLAG = z.object({
  id: z.number(),
  key: z.string(),
  active: z.boolean(),
  deleted: z.boolean().nullish(),
  version: z.number().nullish(),
  has_encrypted_payloads: z.boolean().nullish(),
  filters: z.looseObject({ groups: z.array(GROUP).optional() }),
})
type Flag = z.infer<typeof FLAG>

const FOUND = z.object({ results: z.array(FLAG) })

/** A flag is found by its key, which the search that there is takes for a part of keys and names. */
export async function readFlag(place: Place, wish: Wish, asked: Asked): Promise<Reading> {
  const query = { search: wish.thing, limit: '200' }
  const request = { method: 'GET' as const, path: `${place.path}/feature_flags/`, query }
  const got = await get(place.api, request, FOUND, asked)
  const missing = { is: 'missing', where: `${place.api.base}${place.path}` } as const
  if (got.is === 'unread') return isStatus(got.answer, 404) ? missing : got
  const flag = got.body.results.find(({ key, deleted }) => key === wish.thing && !deleted)
  return flag ? flagSeen(place, wish, flag) : missing
}

function flagSeen(place: Place, wish: Wish, flag: Flag): Seen {
  const { active } = flag
  const share = shareOf(flag)
  return {
    is: 'seen',
    state: !active ? 'inactive' : share !== null && share !== 100 ? `active for ${share}%` : 'active',
    idle: !active,
    share,
    isSo: (goal) => (typeof goal === 'number' ? active && share === goal : active === (goal === 'on')),
    towards: (goal) => requestsFor(place, flag, goal),
    foresee: (asked) => foresee(place, flag.id, actionsOf(wish, flag), asked),
    count: (asked) => countFlag(place, flag.key, asked),
  }
}

/** Of those whom its one release condition names, how many percent get it; null where there are several. */
function shareOf({ filters }: Flag): number | null {
  const [one, ...others] = filters.groups ?? []
  return one && others.length === 0 ? (one.rollout_percentage ?? 100) : null
}

function requestsFor(place: Place, flag: Flag, goal: Goal): readonly Request[] | string {
  if (typeof goal !== 'number') return [flagPatch(place, flag.id, { active: goal === 'on' })]
  const [one, ...others] = flag.filters.groups ?? []
  if (!one || others.length > 0) return 'a share is set where it has one release condition'
  if (flag.has_encrypted_payloads)
    return 'its payloads are encrypted, and would be sent back as they are shown'
  const filters = { ...flag.filters, groups: [{ ...one, rollout_percentage: goal }] }
  // With its version a change that came in between is a conflict, and not lost.
  const version = typeof flag.version === 'number' ? { version: flag.version } : {}
  return [flagPatch(place, flag.id, { filters, ...version, ...(flag.active ? {} : { active: true }) })]
}

/** What approval policies call the change, and taking it back. */
function actionsOf({ to, from }: Wish, { active }: Flag) {
  const toggle = (on: boolean) => (on ? 'feature_flag.enable' : 'feature_flag.disable')
  const send =
    typeof to === 'number'
      ? ['feature_flag.update', ...(active ? [] : [toggle(true)])]
      : [toggle(to === 'on')]
  if (to === 'off') return { send, undo: from === null ? [] : [toggle(true)] }
  return { send, undo: [typeof from === 'number' ? 'feature_flag.update' : toggle(false)] }
}
