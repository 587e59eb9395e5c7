import { helpFirst } from '../../../commands/help.ts'
import { COMMANDS } from '../../../commands/index.ts'
import type { Delegation } from '../../../src/domain/approval/delegation.ts'
import type { Digest } from '../../../src/domain/digest/digest.ts'
import { standingOf } from '../../../src/domain/digest/standing.ts'
import { ledgerOf } from '../../../src/domain/growth/ledger.ts'
import { boundsOf } from '../../../src/domain/growth/quarter.ts'
import type { ReportedCheck } from '../../../src/domain/readiness/reports.ts'
import type { Until } from '../../../src/domain/state/brief.ts'
import type { Campaign, CampaignState } from '../../../src/domain/state/campaign.ts'
import type { CampaignEvent } from '../../../src/domain/state/events.ts'
import type { RequestState } from '../../../src/domain/state/requests.ts'
import { STAGES } from '../../../src/domain/state/stage.ts'
import type { StepUndo } from '../../../src/domain/state/steps.ts'
import { allFigures } from '../../../src/slack/cards/all-figures.ts'
import { approvalCard } from '../../../src/slack/cards/approval.ts'
import { approvalReminder } from '../../../src/slack/cards/approval-reminder.ts'
import { briefMessage } from '../../../src/slack/cards/brief.ts'
import { campaignCard, movedCard } from '../../../src/slack/cards/campaign.ts'
import { choiceCard } from '../../../src/slack/cards/choice.ts'
import { dailyMessage, outdatedDaily } from '../../../src/slack/cards/daily.ts'
import { delegationsMessage } from '../../../src/slack/cards/delegations.ts'
import { detailsMessage } from '../../../src/slack/cards/details.ts'
import { digestCard } from '../../../src/slack/cards/digest.ts'
import { followUpCard } from '../../../src/slack/cards/follow-up.ts'
import { followUpsMessage } from '../../../src/slack/cards/follow-ups.ts'
import { frozenMessage } from '../../../src/slack/cards/freezes.ts'
import { growthMessage } from '../../../src/slack/cards/growth.ts'
import { harmCard } from '../../../src/slack/cards/harm.ts'
import { historyMessage } from '../../../src/slack/cards/history.ts'
import { launchQuestion } from '../../../src/slack/cards/launch-question.ts'
import { learningsMessage } from '../../../src/slack/cards/learnings.ts'
import { listMessage } from '../../../src/slack/cards/list.ts'
import type { Look } from '../../../src/slack/cards/look.ts'
import { noticeCard } from '../../../src/slack/cards/notice.ts'
import { overCard } from '../../../src/slack/cards/over.ts'
import { portfolioCard } from '../../../src/slack/cards/portfolio.ts'
import { predictionCard } from '../../../src/slack/cards/prediction.ts'
import { rehearsalMessage } from '../../../src/slack/cards/rehearsal.ts'
import { reportAddressesMessage } from '../../../src/slack/cards/report-addresses.ts'
import { resultsMessage } from '../../../src/slack/cards/results.ts'
import { stepCard } from '../../../src/slack/cards/step.ts'
import { tasksMessage } from '../../../src/slack/cards/tasks.ts'
import { undoCard } from '../../../src/slack/cards/undo.ts'
import { waitingMessage } from '../../../src/slack/cards/waiting.ts'
import { md } from '../../../src/slack/kit/mrkdwn.ts'
import { pageAt, page as pageOf } from '../../../src/slack/kit/paging.ts'
import type { Message } from '../../../src/slack/kit/surfaces.ts'
import { modal } from '../../../src/slack/kit/surfaces.ts'
import { begun, formBlocks } from '../../../src/slack/modals/brief/form.ts'
import { FORM_FIELDS } from '../../../src/slack/modals/brief/part.ts'
import { homeView } from '../../../src/slack/replies/home.ts'
import type { Delegations } from '../../../src/usecases/reads/delegations.ts'
import type { Overview } from '../../../src/usecases/reads/overview.ts'
import type { Waiting, WaitsOn } from '../../../src/usecases/reads/waiting.ts'
import * as facts from './facts.ts'

/** Facts that every message can be drawn from: a campaign that has something of everything. */
export interface Scene {
  readonly state: CampaignState
  readonly digest: Digest
  readonly previous: Digest
  /** What somebody typed. */
  readonly words: string
  readonly look: Look
}

/** Everything that a notice may offer. */
const OFFERS = ['finish_task', 'tasks', 'results', 'digest_now', 'portfolio_now', 'growth', 'mine'] as const
const AGAIN = { quarter: { year: 2026, n: 1 }, portfolioDigest: 1 }

/** Drawn where it is asked for. */
type Drawing = [name: string, draw: () => Message]

export function everyMessage(scene: Scene): [string, Message][] {
  return drawings(scene).map(([name, draw]) => [name, draw()])
}

export function oneMessage(name: string, scene: Scene): Message | undefined {
  const drawing = drawings(scene).find(([each]) => each === name)
  return drawing?.[1]()
}

/** Checks that pipelines report: more than a message holds, every second with an address. */
function reported(words: string): ReportedCheck[] {
  const address = { id: 1, teamId: 'T1', check: 'c', madeBy: 'UANA', madeAt: facts.START, revokedAt: null }
  const said = { status: 'fail', figure: words, wanted: words, where: words, words, at: facts.START } as const
  return Array.from({ length: 60 }, (_, i) => ({
    ...{ name: `check-${i}`, title: words.slice(0, 60) },
    ...{ address: i % 2 === 0 ? address : null, last: i % 3 === 0 ? said : null },
  }))
}

/** Every message of the bot, by name, in each of its states. */
function drawings(scene: Scene): Drawing[] {
  const { state, digest, previous, words, look } = scene
  const { campaign, request } = state
  const at = (stage: CampaignState['campaign']['stage']): CampaignState => ({
    ...state,
    campaign: { ...campaign, stage, liveAt: facts.START },
  })
  const asking = (given: RequestState): CampaignState => ({
    ...at('in_review'),
    request: request && { ...request, state: given, decisions: given === 'open' ? [] : request.decisions },
  })
  const open = asking('open')
  const items = state.followUps.map((item) => ({ campaign, item }))
  return [
    ...STAGES.map((stage): Drawing => [`card ${stage}`, () => campaignCard(at(stage), look)]),
    ['card', () => campaignCard(state, look, 'private')],
    ['moved', () => movedCard(state, look)],
    ['open approval', () => approvalCard(open, 1, look)],
    ['replaced approval', () => approvalCard(open, 0, look)],
    ...(['approved', 'declined', 'withdrawn', 'expired'] as const).map(
      (closed): Drawing => [`${closed} approval`, () => approvalCard(asking(closed), 1, look)],
    ),
    ['details', () => detailsMessage(open, look, { known: new Map(), ticks: [] })],
    ['step', () => stepCard(state, 1, { is: 'confirm' }, look)],
    ['other step', () => stepCard(state, 2, { is: 'confirm' }, look)],
    ['failed step', () => stepCard(state, 1, { is: 'failed', tries: 0 }, look)],
    ...takenBack(scene),
    ...heldBack(scene),
    ['digest', () => digestCard(digest, previous, state, look)],
    ['all figures', () => allFigures(digest, previous, state, look)],
    ['failed digest', () => digestCard({ ...digest, readout: null, failure: words }, null, state, look)],
    ['results', () => resultsMessage(digest.readout, digest.headline ?? '', state, look)],
    ...state.followUps
      .slice(0, 2)
      .map(({ n }): Drawing => [`follow-up ${n}`, () => followUpCard(state, n, look)]),
    [
      'follow-ups',
      () => followUpsMessage(items, { title: words, of: 'campaign', key: campaign.key, page: 1 }, look),
    ],
    [
      'more follow-ups',
      () => followUpsMessage(Array(30).fill(items).flat(), { title: words, of: 'all', page: 2 }, look),
    ],
    ...approvals(scene),
    ...predictions(scene),
    ...quarters(scene),
    ['learnings', () => learningsMessage(learned(state), { query: words.slice(0, 300), among: 1_000 }, look)],
    [
      'no learnings',
      () => learningsMessage(pageAt([], { number: 1, total: 0, size: 5 }), { query: '' }, look),
    ],
    ['notice', () => noticeCard({ words }, null, look)],
    ['notice that offers', () => noticeCard({ words, offers: OFFERS, taskN: 1, ...AGAIN }, at('live'), look)],
    [
      'notice of checks',
      () =>
        noticeCard(
          { words, offers: ['ask_checks'] },
          { ...at('preparing'), tasks: [facts.task(1, 'Fresh', { check: 'fresh' })] },
          look,
        ),
    ],
    ['request that waits', () => approvalReminder(open, 1, look)],
    ['approval of who looks', () => approvalCard(asking('approved'), 1, { ...look, reader: 'UTOM' })],
    [
      'daily message',
      () => dailyMessage({ waiting: waitsOn(scene).waiting, muted: [campaign] }, look, 'UTC'),
    ],
    ['daily message without anything', () => dailyMessage({ waiting: [], muted: [] }, look, 'UTC')],
    ['outdated daily message', () => outdatedDaily(look.now)],
    ['help', () => helpFirst(COMMANDS)],
    ['addresses of reports', () => reportAddressesMessage(reported(words), look)],
    ...[1, 2].map(
      (n): Drawing => [
        `harm ${n}`,
        () => harmCard(facts.harmed(state, words), n, look) ?? noticeCard({ words: 'gone' }, null, look),
      ],
    ),
    ['stopped card of whose people all is known', () => campaignCard(reconciled(state, words, look), look)],
    ['digest with harm and a fault', () => digestCard(digest, previous, facts.harmed(state, words), look)],
    [
      'stopped card',
      () =>
        campaignCard(
          {
            ...facts.harmed(state, words),
            campaign: { ...facts.harmed(state, words).campaign, stage: 'stopped' },
          },
          look,
        ),
    ],
    ...decisions(scene),
    ['portfolio', () => portfolioCard(facts.portfolioOf(facts.standings(scene, 50)), 2, look)],
    ['empty portfolio', () => portfolioCard(facts.portfolioOf(facts.standings(scene, 0)), 1, look)],
    ['learned', () => portfolioCard(facts.portfolioOf(facts.learned(scene, 60)), 1, look)],
    ['tasks', () => tasksMessage(state, 1, look)],
    ['more tasks', () => tasksMessage(state, 2, look)],
    ['brief', () => briefMessage(state, look)],
    [
      'brief before its launch',
      () => briefMessage({ ...state, campaign: { ...campaign, stage: 'preparing' } }, look),
    ],
    [
      'history',
      () => historyMessage(campaign, facts.recorded(eventsOf(scene)), { page: 2, total: 60 }, look),
    ],
    [
      'list',
      () => listMessage(pageOf(Array(60).fill(campaign), 2, 20), { title: words, which: 'all' }, look),
    ],
    [
      'rehearsal',
      () => rehearsalMessage(facts.rehearsal(state), facts.digestRehearsal(state, digest.readout), look),
    ],
    [
      'hindered rehearsal',
      () =>
        rehearsalMessage(
          facts.rehearsal(state, {
            at: facts.START,
            hindrance: words,
            freeze: words,
            looks: facts.looks(state, words),
          }),
          facts.digestRehearsal(state),
          look,
        ),
    ],
    ['waiting', () => waitingMessage(waitsOn(scene), look, 'Europe/Berlin')],
    ['more waiting', () => waitingMessage(waitsOn(scene), look, 'UTC', 2)],
    ['nothing waiting', () => waitingMessage({ waiting: [], campaigns: [] }, look, 'UTC')],
  ]
}

/** Sent back for changes, and with one approval left to give. */
function approvals({ state, words, look }: Scene): Drawing[] {
  const { campaign } = state
  const tom = { by: 'UTOM', team: 'growth', verdict: 'approve', words: null, at: facts.START } as const
  const point = { n: 1, words, by: 'UMEI', at: facts.START, done: null }
  const done = { ...point, n: 2, done: { by: 'UANA', at: facts.START, words } }
  const points = [point, ...Array.from({ length: 9 }, (_, i) => ({ ...done, n: i + 2 }))]
  const terms = { launchAt: null, evidence: [], authors: [], policy: 'default', points }
  const asked = facts.request(1, { decisions: [tom], terms })
  const last: CampaignState = {
    ...{ ...state, campaign: { ...campaign, stage: 'in_review' }, tasks: [], request: asked },
  }
  const changes = { ...tom, by: 'UMEI', verdict: 'changes', words: `${words}\n${words}` } as const
  const sentBack: CampaignState = {
    ...state,
    campaign: { ...campaign, stage: 'preparing', revision: { edits: [], points } },
    request: { ...asked, state: 'declined', decisions: [changes] },
  }
  const glass = { by: 'UTOM', at: facts.START, words }
  const alone: CampaignState = {
    ...last,
    request: { ...asked, state: 'approved', terms: { ...terms, glass } },
  }
  const named = facts.request(1, { terms: { ...terms, policy: words, mayBreak: ['URAJ'] } })
  const about = { known: new Map(), ticks: [] }
  return [
    [
      'details of who may alone',
      () => detailsMessage({ ...last, request: named }, { ...look, reader: 'URAJ' }, about),
    ],
    [
      'notice of who may launch',
      () =>
        noticeCard(
          { words, offers: ['launch', 'set_time', 'points'] },
          { ...alone, campaign: { ...alone.campaign, stage: 'approved', launchAt: null } },
          look,
        ),
    ],
    ['approved alone', () => approvalCard(alone, 1, look)],
    [
      'card approved alone',
      () => campaignCard({ ...alone, campaign: { ...alone.campaign, stage: 'live' } }, look),
    ],
    ['last approval', () => approvalCard(last, 1, { ...look, reader: 'URAJ' })],
    ['details of the last approval', () => detailsMessage(last, { ...look, reader: 'URAJ' }, about)],
    ['sent back', () => campaignCard(sentBack, look)],
    ['request sent back', () => approvalCard(sentBack, 1, look)],
  ]
}

/** Asked, late, made and not asked any more; and past the last day. */
function decisions({ state, digest, previous, words, look }: Scene): Drawing[] {
  const open = facts.deciding(state, words)
  const at = facts.later(facts.DAY)
  const late = facts.deciding(state, words, { dueAt: facts.START, escalated: { to: 'UTOM', at } })
  const made = { chosen: 'ship', words, by: 'UANA', at } as const
  const decided = facts.deciding(state, words, { made })
  const lapsed = facts.deciding(state, words, { lapsedAt: at })
  const over = { ...look, now: facts.later(40 * facts.DAY) }
  const old = { ...digest, id: 9, madeAt: over.now }
  return [
    [
      'a launch in a freeze',
      () => frozenMessage(md`Nothing launches until then`, { campaignId: 1, at: look.now, offered: true }),
    ],
    ['who decides for me', () => delegationsMessage(away(), look)],
    ['launch question', () => launchQuestion(state, { plan: [], looks: [] }, look)],
    ['choice', () => choiceCard(open, 1, look)],
    ['late choice', () => choiceCard(late, 1, look, 'late')],
    ['made choice', () => choiceCard(decided, 1, look)],
    ['lapsed choice', () => choiceCard(lapsed, 1, look)],
    ['no choice', () => choiceCard(state, null, look)],
    ['deciding card', () => campaignCard(open, look, 'private')],
    ['deciding digest', () => digestCard(digest, previous, late, look)],
    ['decided digest', () => digestCard(digest, previous, decided, look)],
    ['over', () => overCard(decided, over)],
    ['over digest', () => digestCard(old, previous, late, over)],
    ['over card', () => campaignCard(decided, over)],
  ]
}

/** Sixty people decide for one who is away, one after another, and that one for as many. */
function away(): Delegations {
  const one = (id: number, [of, to]: readonly [string, string]): Delegation => ({
    ...{ id, teamId: 'T1', of, to, madeAt: facts.START, endedAt: null },
    from: facts.later(id * facts.DAY),
    until: facts.later((id + 1) * facts.DAY),
  })
  const ids = Array.from({ length: 60 }, (_, i) => i + 1)
  return {
    mine: ids.map((id) => one(id, ['URAJ', 'UMEI'])),
    toMe: ids.map((id) => one(id, ['UMEI', 'URAJ'])),
  }
}

/** A quarter of 60 campaigns, each named with what was typed. */
function quarters({ state, words, look }: Scene): Drawing[] {
  const { campaign } = state
  const concluded: Campaign[] = Array.from({ length: 60 }, (_, i) => ({
    ...campaign,
    id: i + 1,
    stage: 'concluded',
    liveAt: facts.START,
    endedAt: facts.later(i * 1_000),
    brief: { ...campaign.brief, name: words },
    predictions: [facts.predicted('data', 'URAJ', words)],
    conclusion: { reached: 'yes', growth: 'good', learned: words, measured: facts.measured(words) },
  }))
  const quarter = { year: 2026, n: 1 }
  const of = {
    quarter,
    zone: 'UTC',
    ...boundsOf(quarter, 'UTC'),
    now: facts.later(facts.DAY),
    histories: new Map(),
  }
  const ledger = ledgerOf({ ...of, campaigns: concluded, known: concluded })
  return [
    ['growth', () => growthMessage(ledger, look)],
    ['growth sent', () => growthMessage(ledger, look, words)],
    ['no growth', () => growthMessage(ledgerOf({ ...of, campaigns: [], known: [] }), look)],
  ]
}

/** Asked, said, and held against what was measured. */
function predictions({ state, words, look }: Scene): Drawing[] {
  const { campaign } = state
  const goal = { metric: words, direction: 'up', minimumEffect: null, secondary: [] } as const
  const brief = { ...campaign.brief, outcome: goal, partner: 'URAJ' }
  const asked = { ...state, campaign: { ...campaign, stage: 'in_review', brief } as const }
  const predictions = [facts.predicted('growth', 'UANA', words), facts.predicted('data', 'URAJ', words)]
  const said = { ...asked, campaign: { ...asked.campaign, predictions } }
  const conclusion = {
    reached: 'yes',
    growth: 'good',
    learned: words,
    measured: facts.measured(words),
  } as const
  const concluded = { ...said, campaign: { ...said.campaign, stage: 'concluded', conclusion } as const }
  return [
    ['prediction asked', () => predictionCard(asked, 'URAJ', look)],
    ['prediction said', () => predictionCard(said, 'URAJ', look)],
    ['prediction scored', () => predictionCard(concluded, 'URAJ', look)],
    ['predicted approval', () => approvalCard(said, said.request?.n ?? 0, look)],
    ['concluded with scores', () => campaignCard(concluded, look)],
  ]
}

/** The middle one of three pages: what was answered, and a conclusion. */
function learned({ campaign, followUps }: CampaignState) {
  const answered = followUps.filter(({ answer }) => answer !== null)
  const items = [
    ...answered.slice(0, 4).map((item) => ({ kind: 'follow_up', campaign, item }) as const),
    { kind: 'conclusion', campaign } as const,
  ]
  return pageAt(items, { number: 2, total: 15, size: 5 })
}

/** Each way in which a step is held, to whom it waits for and to those who have to know. */
function heldBack({ state, words, look }: Scene): Drawing[] {
  const untils: Until[] = [
    { is: 'time', count: 1, unit: 'd' },
    { is: 'people', people: 5_000 },
    { is: 'approved' },
    { is: 'person', person: 'UZOE' },
  ]
  return untils.flatMap((until) =>
    (['held', 'paused'] as const).flatMap((is): Drawing[] => {
      const steps = state.steps.map((step, i) => ({
        ...step,
        plan: { ...step.plan, after: { until } },
        ...(i === 0 ? { state: is, outcome: is === 'held' ? null : words, at: look.now } : {}),
      }))
      const held = { ...state, campaign: { ...state.campaign, stage: 'launching' as const }, steps }
      return [
        [`${is} until ${until.is}`, () => stepCard(held, 1, { is }, look)],
        [`${is} until ${until.is} stuck`, () => stepCard(held, 1, { is: 'stuck' }, look)],
        [`${is} until ${until.is} card`, () => campaignCard(held, look)],
        [`${is} until ${until.is} mine`, () => campaignCard(held, { ...look, reader: 'UTOM' }, 'private')],
      ]
    }),
  )
}

/** Every view of the bot that is drawn from facts alone. */
/** Each way in which taking a step back ends, to all, to its person and to those who have to know. */
function takenBack({ state, words, look }: Scene): Drawing[] {
  return (['undoing', 'undone', 'failed', 'impossible'] as const).flatMap((is): Drawing[] => {
    const undo: StepUndo = { state: is, outcome: words, at: look.now, by: 'UANA', tries: 0 }
    const steps = state.steps.map((step, i) => ({
      ...step,
      undo: i === 1 && is === 'undone' ? { ...undo, partly: true as const } : undo,
    }))
    const undone = { ...state, steps }
    const each = steps.slice(0, 2).flatMap(({ n }): Drawing[] => [
      [`${is} step ${n}`, () => stepCard(undone, n, { is: 'undo', tries: 0 }, look)],
      [`${is} step ${n} told`, () => stepCard(undone, n, { is: 'not_undone', tries: 0 }, look)],
    ])
    return [
      [`${is} steps`, () => undoCard(undone, words, look)],
      [`${is} card`, () => campaignCard(undone, look)],
      ...each,
    ]
  })
}

export function everyView(scene: Scene): unknown[] {
  return [homeView(waitsOn(scene), scene.look, 'Asia/Kolkata'), briefForm(scene)]
}

/** With rows of each kind, as it stands between its head and its foot. */
function briefForm({ state: { campaign }, look }: Scene) {
  const handles = { show: (words: string) => words, read: (words: string) => words, all: [] }
  const at = { campaign, catalog: look.catalog, handles, now: look.now }
  return modal({ title: 'Brief', callbackId: 'brief', blocks: formBlocks(begun(at), FORM_FIELDS, at) })
}

function waitsOn({ state, look, words }: Scene): WaitsOn {
  const { campaign, request } = state
  const waiting: Waiting[] = [
    ...state.tasks.slice(0, 60).map((item): Waiting => ({ kind: 'task', campaign, item, dueAt: item.dueAt })),
    ...state.steps.slice(0, 3).map((item): Waiting => ({ kind: 'step', campaign, item, dueAt: look.now })),
    ...state.followUps.map((item): Waiting => ({ kind: 'follow_up', campaign, item, dueAt: item.dueAt })),
    ...ending(state, words),
    ...(request ? [{ kind: 'approval', campaign, item: request, dueAt: request.expiresAt } as const] : []),
    ...(request ? [{ kind: 'submit', campaign, item: request, dueAt: look.now } as const] : []),
  ]
  return { waiting, campaigns: [campaign], overview: overview(state, words, look) }
}

function overview(state: CampaignState, words: string, look: Look): Overview {
  const { campaign } = facts.deciding(state, words)
  const held = (['approval', 'resubmit', 'late tasks', 'step', 'failed step'] as const).map((what) => ({
    campaign,
    what,
    who: ['UANA', words],
    count: 2,
  }))
  return { standings: [standingOf(campaign, state.followUps, null, look.now)], held }
}

function ending(state: CampaignState, words: string): Waiting[] {
  const { campaign } = facts.deciding(state, words)
  return campaign.choices.flatMap((item): Waiting[] => [
    { kind: 'choice', campaign, item, dueAt: item.dueAt },
    { kind: 'end', campaign, item: campaign, dueAt: null },
  ])
}

function choiceEvents(state: CampaignState, words: string): CampaignEvent[] {
  return facts.deciding(state, words).campaign.choices.flatMap(({ n, verdict, dueAt }): CampaignEvent[] => [
    { kind: 'choice_asked', n, verdict, dueAt },
    { kind: 'choice_reminded', n, when: 'due', to: 'UANA' },
    { kind: 'choice_escalated', n, to: 'UTOM' },
    { kind: 'choice_made', n, chosen: 'keep', words },
    { kind: 'choice_lapsed', n },
    { kind: 'over_told', to: 'UANA', days: 14 },
  ])
}

/** One page of events, with what was typed in each that holds words. */
function eventsOf({ state, words }: Scene): CampaignEvent[] {
  const { campaign } = state
  const [task] = state.tasks
  const tasks = state.tasks.slice(0, 6).flatMap((after): CampaignEvent[] =>
    task
      ? [
          { kind: 'task_changed', verb: 'check', before: task, after },
          { kind: 'task_added', task: after },
        ]
      : [],
  )
  return [
    {
      kind: 'created',
      key: campaign.key,
      owner: 'UANA',
      template: words,
      policy: words,
      brief: campaign.brief,
      tasks: [],
    },
    { kind: 'brief_changed', field: 'hypothesis', from: words, to: `${words}!` },
    { kind: 'brief_changed', field: 'arms', from: [], to: campaign.brief.arms },
    { kind: 'declined', words },
    { kind: 'point_done', n: 1, words },
    { kind: 'predicted', prediction: facts.predicted('data', 'URAJ', words) },
    { kind: 'launch_refused', why: words },
    { kind: 'launch_missed', launchAt: facts.START, why: words },
    { kind: 'digest_made', digestId: 5, headline: words, held: 'unchanged' },
    { kind: 'fault_found', fault: { problem: 'split', taskN: 3, foundAt: facts.START }, words },
    { kind: 'fault_gone', problem: 'split' },
    ...facts.harmed(state, words).campaign.harms.map((harm): CampaignEvent => ({ kind: 'harm_found', harm })),
    { kind: 'digest_muted', endsAt: facts.later(facts.DAY) },
    ...choiceEvents(state, words),
    { kind: 'follow_up_answered', n: 1, finding: words },
    { kind: 'concluded', conclusion: { reached: 'yes', growth: 'good', learned: words } },
    ...tasks,
  ]
}

/** Stopped, with people counted on all their way, and targets that say otherwise. */
function reconciled(state: CampaignState, words: string, { now }: Look): CampaignState {
  const said = { n: 1, target: words, state: words, open: true, count: null, why: words }
  const proof = { is: 'open', stoppedAt: now, readAt: now, targets: [said] } as const
  const peopleSeen = { exposed: 3_000, analysed: 2_900, at: now }
  const reached = { count: 8_000, of: 'rows', at: now } as const
  return {
    ...state,
    steps: state.steps.map((step) => ({ ...step, reached })),
    campaign: { ...state.campaign, stage: 'stopped', proof, peopleSeen },
  }
}
