import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Digest } from '../../../src/domain/digest/digest.ts'
import { may } from '../../../src/domain/permission/permission.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import { createLogger } from '../../../src/log.ts'
import { Refusal } from '../../../src/refusal.ts'
import type { Click } from '../../../src/slack/buttons.ts'
import { approvalCard } from '../../../src/slack/cards/approval.ts'
import { briefMessage } from '../../../src/slack/cards/brief.ts'
import { campaignCard } from '../../../src/slack/cards/campaign.ts'
import { choiceCard } from '../../../src/slack/cards/choice.ts'
import { detailsMessage } from '../../../src/slack/cards/details.ts'
import { followUpCard } from '../../../src/slack/cards/follow-up.ts'
import { followUpsMessage } from '../../../src/slack/cards/follow-ups.ts'
import { harmCard } from '../../../src/slack/cards/harm.ts'
import type { Look } from '../../../src/slack/cards/look.ts'
import { overCard } from '../../../src/slack/cards/over.ts'
import { predictionCard } from '../../../src/slack/cards/prediction.ts'
import { stepCard } from '../../../src/slack/cards/step.ts'
import { suggestionsMessage } from '../../../src/slack/cards/suggestions.ts'
import { tasksMessage } from '../../../src/slack/cards/tasks.ts'
import { waitingMessage } from '../../../src/slack/cards/waiting.ts'
import { ALL_BUTTONS } from '../../../src/slack/clicks/index.ts'
import type { BotDeps } from '../../../src/slack/context.ts'
import { homeView } from '../../../src/slack/replies/home.ts'
import { readNewestDigest } from '../../../src/usecases/reads/digests.ts'
import { type WaitsOn, waitsOn } from '../../../src/usecases/reads/waiting.ts'
import { everything, type Stand, standUp, TEAMS } from '../../support/stand.ts'
import * as facts from '../cards/facts.ts'
import { elements } from '../cards/facts.ts'
import { cameTo, KINDS, PEOPLE, PLACES } from './stages.ts'

/** A click that gets as far as what follows from it was allowed; nothing of it stays. */
class Allowed extends Error {}

let stand: Stand
let deps: BotDeps
let before: Awaited<ReturnType<typeof everything>>
const scenes = new Map<string, Scene>()
const waiting = new Map<string, WaitsOn>()

interface Scene {
  readonly state: CampaignState
  readonly digest: Digest | null
}

/** What was found under that name when all of this began. */
function known<T>(all: ReadonlyMap<string, T>, name = ''): T {
  const found = all.get(name)
  if (found) return found
  throw new Error(`There is no ${name}`)
}

beforeAll(async () => {
  stand = await standUp({ catalog: { targets: facts.CATALOG.targets } })
  const members = async () => TEAMS
  const belonging = { teams: ['T1'], enterprise: null, guest: false, bot: false }
  deps = {
    ...stand.deps,
    people: {
      belonging: async () => belonging,
      names: async () => (id) => id,
      deactivated: async () => [],
      outsiders: async () => [],
      zone: async () => 'UTC',
      members,
    },
    hearsay: { personChanged: () => false, groupChanged: () => undefined },
    client: { views: { open: async () => ({}) } } as never,
    log: createLogger('silent'),
    timeZone: 'UTC',
    readCampaign: async () => ({ readout: null, headline: 'Nothing yet', failure: null }),
    askCheck: async () => {
      throw new Error('Nothing was to be asked')
    },
    reportsAt: { over: 'http' },
    sparing: (_reader, _what, read) => read(),
    readingSql: () => ({ warehouse: 'events', sql: '', bound: [] }),
    enqueue: async () => {
      throw new Allowed()
    },
  }
  for (const place of PLACES) {
    const { campaign } = await cameTo(stand, place)
    scenes.set(place, await readNewestDigest(deps, { teamId: 'T1', userId: 'UANA' }, { id: campaign.id }))
  }
  for (const person of PEOPLE) waiting.set(person, await waitsOn(deps, { teamId: 'T1', userId: person }))
  before = await everything(stand.db)
})
afterAll(async () => {
  expect(await everything(stand.db)).toEqual(before)
  await stand.close()
})

interface Shown {
  readonly actionId: string
  readonly value: string
}

const look = (reader: string | null, outside?: true): Look => ({
  ...(outside ? { outside } : {}),
  ...facts.lookAt(stand.deps.now()),
  catalog: stand.deps.catalog,
  members: TEAMS,
  reader,
})

/** Every button of what one person may be sent or shown about a campaign; without a reader, of what there is for anybody. */
function buttonsFor(
  { state, digest }: Scene,
  person: string,
  reader: string | null,
  outside?: true,
): Shown[] {
  const { campaign, request, followUps, steps } = state
  const its = look(reader, outside)
  const all = known(waiting, person)
  const waits = { ...all, waiting: all.waiting.filter((each) => each.campaign.id === campaign.id) }
  const items = followUps.map((item) => ({ campaign, item }))
  const messages = [
    campaignCard(state, its, 'private'),
    tasksMessage(state, 1, its),
    briefMessage(state, its),
    request && approvalCard(state, request.n, its),
    request && detailsMessage(state, its, { known: new Map(), ticks: [] }),
    ...steps.flatMap(({ n, tries }) => [
      stepCard(state, n, { is: 'confirm' }, its),
      stepCard(state, n, { is: 'failed', tries }, its),
      stepCard(state, n, { is: 'held' }, its),
      stepCard(state, n, { is: 'paused' }, its),
    ]),
    harmCard({ ...state, campaign: { ...campaign, harms: facts.harmed(state, 'x').campaign.harms } }, 1, its),
    ...followUps.map(({ n }) => followUpCard(state, n, its)),
    followUpsMessage(items, { title: 'All', of: 'campaign', key: campaign.key, page: 1 }, its),
    suggestionsMessage(digest, state, its),
    predictionCard(state, person, its),
    choiceCard(state, null, its),
    overCard(state, its),
    waitingMessage(waits, its, 'UTC'),
  ]
  const blocks = [...messages.flatMap((sent) => sent?.blocks ?? []), ...homeView(waits, its, 'UTC').blocks]
  const shown = elements(blocks).map(({ action_id, value = '' }) => ({ actionId: action_id, value }))
  return [...new Map(shown.map((each) => [keyOf(each), each])).values()]
}

/** Null where the click was allowed, else the Refusal. */
async function press({ actionId, value }: Shown, userId: string, outside?: true): Promise<Refusal | null> {
  const click: Click = {
    deps,
    actor: { teamId: 'T1', userId, surface: 'button', ...(outside ? { outside } : {}) },
    ...{ zone: 'UTC', now: deps.now(), triggerId: 'T', channel: 'C1', chosen: null, form: null },
  }
  try {
    await ALL_BUTTONS.find((each) => each.actionId === actionId)?.press(value, click)
    return null
  } catch (error) {
    if (error instanceof Allowed) return null
    if (error instanceof Refusal) return error
    throw error
  }
}

const IN_TEAMS = new Set([...TEAMS.values()].flatMap((team) => [...team]))

const keyOf = (button: Shown) => JSON.stringify(button)

/** What of the things that anybody could be offered is not offered to this person. */
function hiddenFrom(scene: Scene, person: string, mine: readonly Shown[]): Shown[] {
  const seen = new Set(mine.map(keyOf))
  return buttonsFor(scene, person, null).filter((each) => !seen.has(keyOf(each)))
}

const places = PLACES.flatMap((place) => Object.entries(KINDS).map(([kind, person]) => [place, kind, person]))

test.each(places)('%s: %s is offered what is theirs, and nothing else is', async (place, _kind, person) => {
  const scene = known(scenes, place)
  const mine = buttonsFor(scene, person, person)
  expect(mine.length).toBeGreaterThan(3)
  for (const button of mine) {
    const refusal = await press(button, person)
    expect([button, refusal?.code === 'forbidden' ? refusal.message : null]).toEqual([button, null])
  }
  for (const button of hiddenFrom(scene, person, mine))
    expect([button, await press(button, person)]).toEqual([button, expect.any(Refusal)])
})

const named = Object.entries(KINDS).filter(([, person]) => !IN_TEAMS.has(person) && person !== KINDS.stranger)

test.each(
  PLACES.flatMap((place) =>
    [['guest as owner', 'UANA'] as const, ...named].map(([kind, person]) => [place, kind, person]),
  ),
)('%s: %s who is a guest is offered nothing that they would be refused', async (place, _kind, person) => {
  const scene = known(scenes, place)
  // Before the launch nobody is told of the steps that are planned for them.
  if (!may('view', { userId: person, outside: true }, scene.state, TEAMS)) return
  const theirs = buttonsFor(scene, person, person, true)
  expect(theirs.length).toBeGreaterThan(1)
  for (const button of theirs) {
    const refusal = await press(button, person, true)
    expect([button, refusal?.code === 'forbidden' ? refusal.message : null]).toEqual([button, null])
  }
})

test('each button that is not everybody’s is hidden from somebody and shown to somebody', () => {
  const [shown, hidden] = [new Set<string>(), new Set<string>()]
  for (const place of PLACES)
    for (const person of PEOPLE) {
      const scene = known(scenes, place)
      const mine = buttonsFor(scene, person, person)
      for (const { actionId } of mine) shown.add(actionId)
      for (const { actionId } of hiddenFrom(scene, person, mine)) hidden.add(actionId)
    }
  expect([...hidden].sort()).toEqual([
    'brief.edit',
    'campaign.conclude',
    'campaign.launch',
    'campaign.pause',
    'campaign.points',
    'campaign.resume',
    'campaign.stop',
    'campaign.submit',
    'choice.keep',
    'choice.ship',
    'choice.stop',
    'follow_up.accept',
    'follow_up.decline',
    'follow_up.reassign',
    'request.approve',
    'request.approve_with',
    'request.changes',
    'request.decline',
    'step.anew',
    'step.arrived',
    'step.confirm',
    'step.go_on',
    'step.go_on_despite',
    'step.retry',
    'step.skip',
    'step.undo',
    'task.menu',
  ])
  for (const id of hidden) expect(shown).toContain(id)
})

test('a channel keeps what anybody there may do, and nothing that nobody may', () => {
  const { state } = known(scenes, 'in review')
  const ids = (members: Look['members']) =>
    elements(campaignCard(state, { ...look(null), members }).blocks).map(({ action_id }) => action_id)
  expect(ids(TEAMS)).toContain('request.approve')
  expect(ids(new Map([['growth', new Set(['UANA', 'ULIV'])]]))).not.toContain('request.approve')
})
