import { randomBytes } from 'node:crypto'
import { type Answer, type Args, asText, isRecord, type View } from './types.ts'
import { bot, team } from './workspace.ts'

/** The modals and Home tabs that people look at: views.* with their triggers, hashes and stacks. */
export interface Views {
  /** Open modals, the oldest first. */
  modals(): View[]
  /** Each Home tab as it was published to `user`, the newest last. */
  homes(user: string): View[]
  /** A trigger id of `user`, from inside the modal `viewId` where given: serves once, within 3 s. */
  trigger(user: string, viewId?: string): string
  /** Carries out views.open, views.push, views.update or views.publish. */
  show(method: string, args: Args): Answer
  /** Keeps a modal open with what is wrong, by block_id, until its next submission. */
  mark(viewId: string, errors: Readonly<Record<string, string>>): void
  /** Takes a modal away, or its whole stack. */
  close(viewId: string, whole?: boolean): void
}

interface Trigger {
  readonly user: string
  readonly viewId: string | undefined
  readonly until: number
  used: boolean
}

const TRIGGER_MS = 3_000
const DEEPEST = 3

interface Desk {
  readonly now: () => Date
  readonly open: Map<string, View>
  readonly homes: View[]
  readonly triggers: Map<string, Trigger>
  readonly patience: number
}

/** Not `emulate`'s: it never closes a view, so that a modal could be pushed twice only, and it counts whole seconds. `patience`: milliseconds that a trigger serves. */
export function createViews(now: () => Date, patience = TRIGGER_MS): Views {
  const desk: Desk = { now, open: new Map(), homes: [], triggers: new Map(), patience }
  const { open, homes } = desk
  return {
    modals: () => [...open.values()],
    homes: (user) => homes.filter((view) => view.user === user),
    trigger: (user, viewId) => handOut(desk, user, viewId),
    show: (method, args) => SHOW[method]?.(desk, args) ?? fail('unknown_method'),
    mark(viewId, errors) {
      const view = open.get(viewId)
      if (view) open.set(viewId, { ...view, errors })
    },
    close(viewId, whole = false) {
      const root = open.get(viewId)?.root_view_id
      for (const view of [...open.values()]) {
        if (view.id === viewId || (whole && view.root_view_id === root)) open.delete(view.id)
      }
    },
  }
}

const SHOW: Readonly<Record<string, (desk: Desk, args: Args) => Answer>> = {
  'views.open': (desk, args) =>
    triggered(desk, args, ({ user }) => keep(desk, newView(args.view, user, null))),
  'views.push': (desk, args) => triggered(desk, args, (trigger) => pushed(desk, args, trigger)),
  'views.update': (desk, args) => updated(desk, args, desk.open.get(asText(args.view_id))),
  'views.publish': (desk, args) =>
    published(
      desk,
      args,
      desk.homes.findLast((view) => view.user === args.user_id),
    ),
}

function handOut({ open, triggers, now, patience }: Desk, user: string, viewId: string | undefined): string {
  if (viewId !== undefined && !open.has(viewId)) throw new Error(`No view ${viewId} is open`)
  const id = `${Date.now()}.${randomBytes(8).toString('hex')}`
  triggers.set(id, { user, viewId, until: now().getTime() + patience, used: false })
  return id
}

function triggered({ triggers, now }: Desk, args: Args, carryOn: (trigger: Trigger) => Answer): Answer {
  if (!isOf('modal', args.view)) return fail('invalid_view')
  const trigger = triggers.get(asText(args.trigger_id))
  if (!trigger) return fail('invalid_trigger_id')
  if (trigger.used) return fail('exchanged_trigger_id')
  if (trigger.until <= now().getTime()) return fail('expired_trigger_id')
  trigger.used = true
  return carryOn(trigger)
}

function pushed(desk: Desk, { view }: Args, { user, viewId }: Trigger): Answer {
  const under = desk.open.get(viewId ?? '')
  if (!under) return fail('view_not_found')
  const depth = [...desk.open.values()].filter((each) => each.root_view_id === under.root_view_id).length
  return depth >= DEEPEST ? fail('push_limit_reached') : keep(desk, newView(view, user, under))
}

function updated(desk: Desk, { hash, view }: Args, before: View | undefined): Answer {
  if (!before) return fail('not_found')
  if (hash && hash !== before.hash) return fail('hash_conflict')
  if (!isOf(before.type, view)) return fail('invalid_view')
  const { id, root_view_id, previous_view_id } = before
  return keep(desk, { ...newView(view, before.user, null), id, root_view_id, previous_view_id })
}

function published(desk: Desk, { hash, view, user_id }: Args, before: View | undefined): Answer {
  if (!isOf('home', view)) return fail('invalid_view')
  if (before && hash && hash !== before.hash) return fail('hash_conflict')
  const fresh = newView(view, asText(user_id), null)
  return keep(desk, before ? { ...fresh, id: before.id, root_view_id: before.id } : fresh)
}

function keep({ open, homes }: Desk, view: View): Answer {
  if (view.type === 'home') homes.push(view)
  else open.set(view.id, view)
  return { ok: true, view: payloadOf(view) }
}

/** A view as the bot sees it. */
export function payloadOf({
  user: _user,
  errors: _errors,
  ...view
}: View): Readonly<Record<string, unknown>> {
  return view
}

function newView(given: unknown, user: string, under: View | null): View {
  const id = `V0${randomBytes(5).toString('hex').toUpperCase()}`
  const view = isRecord(given) ? given : {}
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    state: { values: {} },
    ...view,
    id,
    user,
    hash: `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`,
    root_view_id: under?.root_view_id ?? id,
    previous_view_id: under?.id ?? null,
    team_id: team.id,
    app_id: bot.app,
    bot_id: bot.id,
  } as unknown as View
}

function isOf(type: View['type'], view: unknown): boolean {
  if (!isRecord(view) || !Array.isArray(view.blocks)) return false
  return view.type === type && (type === 'home' || isRecord(view.title))
}

function fail(error: string): Answer {
  return { ok: false, error }
}
