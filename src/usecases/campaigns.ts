import { withBaseline } from '../domain/brief/baseline.ts'
import type { BriefPatch } from '../domain/brief/brief.ts'
import { changeBrief, checkNames } from '../domain/brief/brief.ts'
import { peopleOfStep } from '../domain/brief/stages.ts'
import { templateCalled } from '../domain/catalog/called.ts'
import type { CampaignTemplate } from '../domain/catalog/catalog.ts'
import { freeKey, keyFromName, parseKey } from '../domain/key.ts'
import type { OriginRef } from '../domain/origin.ts'
import type { UserId } from '../domain/people.ts'
import { refuseUnless } from '../domain/permission/permission.ts'
import type { Actor } from '../domain/state/actor.ts'
import type { Brief } from '../domain/state/brief.ts'
import type { CampaignRef, CampaignState } from '../domain/state/campaign.ts'
import type { CampaignEvent } from '../domain/state/events.ts'
import type { Task } from '../domain/state/tasks.ts'
import { nearest } from '../domain/text/nearest.ts'
import { quoted, tidyLine } from '../domain/text/typed-value.ts'
import { isBlank } from '../domain/text/visible.ts'
import { laterWorkingDay } from '../domain/time/working-days.ts'
import { Refusal } from '../refusal.ts'
import { takenKeys } from '../store/campaigns.ts'
import { once } from '../store/events.ts'
import type { Changed } from './change.ts'
import { change, create } from './change.ts'
import { refuseDeactivated } from './deactivated.ts'
import type { Deps } from './deps.ts'
import { type FoundOrigin, readOrigin } from './reads/origins.ts'
import { type OpenDeps, transact } from './transaction.ts'

export const DEFAULT_TEMPLATE = 'lifecycle-email'
/** As much as an input of Slack takes; messages show the beginning. */
const MAX_NAME = 3_000

export interface NewCampaign {
  readonly name: string
  readonly channel: string
  readonly template: string | null
  readonly key: string | null
  /** What a modal asked for at once; it wins over the template's. */
  readonly brief?: BriefPatch
  /** Where its idea comes from: that is its hypothesis unless another one is given. */
  readonly from?: OriginRef
}

/**
 * Creates a campaign with its template's tasks, brief and digests. Throws a Refusal for an empty or too long name, an
 * unknown template, a key that is none or taken, and for what stairway.yaml does not declare.
 */
export async function createCampaign(deps: Deps, actor: Actor, wanted: NewCampaign): Promise<CampaignState> {
  refuseUnless('create', actor, null, await deps.members())
  const name = checkName(wanted.name)
  const template = findTemplate(deps, wanted.template ?? DEFAULT_TEMPLATE)
  const empty = emptyBrief(name, template.kind, wanted.channel)
  const from = wanted.from ? await readOrigin(deps, actor, wanted.from) : null
  const grown = from?.idea ? { hypothesis: from.idea } : {}
  const brief: Brief = { ...empty, ...template.brief, ...grown, ...wanted.brief }
  const wantedKey = wanted.key === null ? null : parseKey(wanted.key)
  checkNames(brief, deps.catalog)
  await refuseDeactivated(deps, peopleIn(brief))
  const tasks = templateTasks(template, deps.now(), await deps.zone(actor.userId))
  const beginning = {
    created: { ...createdFrom(template, brief, actor, tasks), ...(from ? { origin: from.origin } : {}) },
    digests: digestsOf(template, brief),
  }
  return transact(deps, async (open) => {
    const state = await once(open.db, actor, () => createFree(open, actor, beginning, wantedKey))
    if (from) await remember(open, actor, from, state)
    return state
  })
}

/** The campaign that a new one grew from says so too. The payload's id stands at the creation already. */
async function remember(
  open: OpenDeps,
  { teamId, userId, surface }: Actor,
  from: FoundOrigin,
  state: CampaignState,
): Promise<void> {
  const parent = { id: from.ref.campaignId }
  const offspring = { key: state.campaign.key, n: from.ref.n }
  await change(open, { teamId, userId, surface }, parent, () => [{ kind: 'led_to', offspring }])
}

type Created = Extract<CampaignEvent, { kind: 'created' }>

interface Beginning {
  readonly created: Omit<Created, 'key'>
  readonly digests: readonly CampaignEvent[]
}

function createdFrom(
  template: CampaignTemplate,
  brief: Brief,
  actor: Actor,
  tasks: readonly Task[],
): Beginning['created'] {
  const { name, policy } = template
  return { kind: 'created', owner: actor.userId, template: name, policy, brief, tasks }
}

function digestsOf({ digest }: CampaignTemplate, { channel }: Brief): CampaignEvent[] {
  return digest ? [{ kind: 'digest_planned', plan: { schedule: digest, channel } }] : []
}

/** Under the key that is wanted, else under the first free one that the name gives. */
async function createFree(
  open: OpenDeps,
  actor: Actor,
  { created, digests }: Beginning,
  wantedKey: string | null,
): Promise<CampaignState> {
  const fromName = keyFromName(created.brief.name)
  while (true) {
    const key = wantedKey ?? freeKey(fromName, await takenKeys(open.db, actor.teamId, fromName))
    const state = await create(open, actor, { ...created, key }, digests)
    if (state) return state
    if (!wantedKey) continue // somebody else has created theirs meanwhile
    throw new Refusal('conflict', `There is a campaign ${key} already: choose another key with \`key:…\`.`)
  }
}

/** Changes fields of the brief, one event a field that really differs. */
export async function editBrief(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  patch: BriefPatch,
): Promise<Changed> {
  const members = await deps.members()
  await refuseDeactivated(deps, peopleIn(patch))
  const name = patch.name === undefined ? {} : { name: checkName(patch.name) }
  return change(deps, actor, ref, (state) => {
    refuseUnless('change_brief', actor, state, members)
    return changeBrief(state, { ...patch, ...name }, deps.catalog)
  })
}

/** Keeps what the owner says that the goal is without anything new, in the outcome; null takes it back. */
export async function setBaseline(
  deps: Deps,
  actor: Actor,
  ref: CampaignRef,
  share: number | null,
): Promise<Changed> {
  const members = await deps.members()
  return change(deps, actor, ref, (state) => {
    refuseUnless('change_brief', actor, state, members)
    return changeBrief(state, { outcome: withBaseline(state.campaign, share, deps.catalog) }, deps.catalog)
  })
}

/** Whom a brief gives work to. */
function peopleIn({ partner, plan = [] }: BriefPatch): (UserId | null | undefined)[] {
  return [partner, ...plan.flatMap(peopleOfStep)]
}

function checkName(typed: string): string {
  const name = tidyLine(typed)
  if (isBlank(name)) throw new Refusal('invalid', 'A campaign needs a name: `/campaign new Spring win-back`')
  const { length } = name
  if (length <= MAX_NAME) return name
  throw new Refusal(
    'invalid',
    `That name has ${length} characters; ${MAX_NAME} fit. The rest can go into the hypothesis or the audience: \`/campaign brief <key>\``,
  )
}

function findTemplate({ catalog }: Deps, typed: string): CampaignTemplate {
  const { templates } = catalog
  const template = templateCalled(typed, templates)
  if (template) return template
  const near = nearest(
    typed,
    templates.flatMap(({ name, title }) => [name, title]),
  )
  const names = templates.map(({ name }) => name)
  throw new Refusal(
    'unknown',
    `There is no template ${quoted(typed)}: there are ${names.join(', ')}.${near ? ` Did you mean ${near}?` : ''}`,
  )
}

function emptyBrief(name: string, kind: Brief['kind'], channel: string): Brief {
  return {
    name,
    kind,
    partner: null,
    channel,
    hypothesis: null,
    outcome: null,
    guardrails: [],
    audience: null,
    exposures: null,
    arms: [],
    horizonDays: null,
    plan: [],
  }
}

/** Due after so many working days, at the time of day at which they are made; or before go-live, once that is known. */
function templateTasks(template: CampaignTemplate, now: Date, zone: string): Task[] {
  return template.tasks.map(({ dueInDays, lead, check = null, ...task }, index) => ({
    ...{ n: index + 1, assignee: null, ...task, state: 'todo', evidence: null, check },
    dueAt: dueInDays === undefined ? null : laterWorkingDay(now, dueInDays, zone),
    ...(lead && { lead: { ...lead, zone } }),
  }))
}
