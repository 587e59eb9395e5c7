import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import { stepChanged } from '../../../src/domain/steps/steps.ts'
import { loadCampaign } from '../../../src/store/campaigns.ts'
import { decide, submit } from '../../../src/usecases/approvals.ts'
import { createCampaign, editBrief } from '../../../src/usecases/campaigns.ts'
import { change } from '../../../src/usecases/change.ts'
import { digestNow, recordDigest } from '../../../src/usecases/digests.ts'
import { answer, ask } from '../../../src/usecases/follow-ups.ts'
import { launch } from '../../../src/usecases/launches.ts'
import { conclude, move } from '../../../src/usecases/lifecycle.ts'
import { beginSend, confirmManual, recordSend, retrySend } from '../../../src/usecases/steps.ts'
import { createTask, updateTask } from '../../../src/usecases/tasks.ts'
import { FULL_BRIEF, person, type Stand } from '../../support/stand.ts'

/** One of each kind; of those after the requester only Stairway's facts know. */
export const KINDS = {
  owner: 'UANA',
  partner: 'UPAT',
  approver: 'UTOM',
  'approver of data': 'UMEI',
  requester: 'ULIV',
  "the task's": 'UTIA',
  "the step's": 'USAM',
  analyst: 'UFAY',
  asker: 'UKAI',
  stranger: 'UZOE',
} as const

export const PEOPLE = Object.values(KINDS)

const [ANA, TOM, MEI, LIV, SAM, FAY, KAI] = ['UANA', 'UTOM', 'UMEI', 'ULIV', 'USAM', 'UFAY', 'UKAI'].map(
  (each) => person(each),
) as [Who, Who, Who, Who, Who, Who, Who]
type Who = ReturnType<typeof person>

const YES = { verdict: 'approve', words: null } as const
const QUESTION = { step: 'analyze', dueAt: null, digestId: null } as const
const SUGGESTION = { code: 'web', seen: 'Web buys less', why: '', question: 'Why?', step: 'analyze' } as const

/** How a campaign comes to where each button is shown: each goes on from the one that it names. */
const WAYS: Readonly<
  Record<string, readonly [from: string | null, go: (stand: Stand, c: number) => Promise<unknown>]>
> = {
  preparing: [null, prepare],
  cancelled: ['preparing', ({ deps }, id) => move(deps, ANA, { id }, 'cancel', 'no offer')],
  'in review': ['preparing', ({ deps }, id) => submit(deps, LIV, { id })],
  'changed in review': ['in review', ({ deps }, id) => editBrief(deps, ANA, { id }, { horizonDays: 21 })],
  'sent back': [
    'in review',
    ({ deps }, id) => decide(deps, MEI, { id }, { verdict: 'changes', words: 'more people' }),
  ],
  'half approved': ['in review', ({ deps }, id) => decide(deps, MEI, { id }, YES)],
  approved: ['half approved', ({ deps }, id) => decide(deps, TOM, { id }, YES)],
  launching: ['approved', ({ deps }, id) => launch(deps, ANA, { id }, null)],
  held: ['launching', ({ deps }, id) => holdBefore(deps, id, 'held')],
  'paused launch': ['launching', ({ deps }, id) => holdBefore(deps, id, 'paused')],
  holding: ['launching', hold],
  live: ['holding', goLive],
  deciding: ['live', asked],
  paused: ['live', ({ deps }, id) => move(deps, ANA, { id }, 'pause', 'a break')],
  stopped: ['paused', ({ deps }, id) => move(deps, ANA, { id }, 'stop', 'harm')],
  concluded: [
    'stopped',
    ({ deps }, id) => conclude(deps, ANA, { id }, { reached: 'no', growth: 'bad', learned: 'Not now' }),
  ],
}

export const PLACES = Object.keys(WAYS)

/** A campaign of Ana's that has come to that place. */
export async function cameTo(stand: Stand, place: string): Promise<CampaignState> {
  const id = await come(stand, place)
  return loadCampaign(stand.db, { id })
}

async function come(stand: Stand, place: string): Promise<number> {
  const [from, go] = WAYS[place] ?? [null, prepare]
  if (from === null) {
    const made = await createCampaign(stand.deps, ANA, {
      name: 'W',
      template: 'short',
      channel: 'C1',
      key: null,
    })
    await go(stand, made.campaign.id)
    return made.campaign.id
  }
  const id = await come(stand, from)
  await go(stand, id)
  return id
}

/** Required tasks are done; one of an outsider's is open. One question waits for nobody, one for an outsider, one is answered. */
async function prepare({ deps }: Stand, id: number): Promise<void> {
  const ref = { id }
  await ask(deps, KAI, ref, { ...QUESTION, question: 'Whose?', assignee: null })
  await editBrief(deps, ANA, ref, {
    ...FULL_BRIEF,
    partner: 'UPAT',
    plan: [
      { kind: 'human', person: 'USAM', words: 'Press send' },
      { kind: 'sent', target: 'crm', words: 'Send' },
    ],
  })
  for (const n of [1, 2])
    await updateTask(deps, ANA, ref, { n, verb: 'done', words: 'seen', person: null, dueAt: null })
  const task = { title: 'Look', step: 'collect', team: 'growth', dueAt: null, required: false } as const
  await createTask(deps, ANA, ref, { ...task, assignee: 'UTIA' })
  await ask(deps, KAI, ref, { ...QUESTION, question: 'Why?', assignee: 'UFAY' })
  await ask(deps, KAI, ref, { ...QUESTION, question: 'What?', assignee: 'UFAY' })
  await answer(deps, FAY, ref, 3, { finding: 'So', ideas: ['Try tablets'] })
}

/** The first step waits for an approver, or is paused before it leaves. */
function holdBefore(deps: Stand['deps'], id: number, is: 'held' | 'paused'): Promise<unknown> {
  return change(deps, ANA, { id }, ({ steps }) =>
    steps.slice(0, 1).map((step) => {
      const plan = { ...step.plan, after: { until: { is: 'approved' } } } as const
      return stepChanged(step, { state: is, at: deps.now(), outcome: is === 'held' ? null : 'Harm.', plan })
    }),
  )
}

async function hold({ deps }: Stand, id: number): Promise<void> {
  await confirmManual(deps, SAM, { id }, 1)
  await send(deps, id, 0, false)
}

/** Live, with a digest that suggests something. */
async function goLive({ deps }: Stand, id: number): Promise<void> {
  await retrySend(deps, ANA, { id }, 2)
  await send(deps, id, 1, true)
  const digestId = await digestNow(deps, ANA, { id })
  const made = {
    readout: null,
    headline: 'Nothing yet',
    failure: null,
    suggestions: [SUGGESTION],
    alarm: null,
  }
  await recordDigest(deps, { teamId: 'T1', campaignId: id, digestId }, 'C1', made)
}

/** A verdict waits for its owner's decision. */
async function asked({ deps }: Stand, id: number): Promise<unknown> {
  const verdict = {
    digestId: 1,
    day: 8,
    words: 'Ship mail.',
    reasons: [],
    recommends: 'ship',
    arms: ['mail ship'],
    over: false,
  } as const
  const event = { kind: 'choice_asked', n: 1, verdict, dueAt: deps.now() } as const
  return change(deps, ANA, { id }, () => [event])
}

async function send(deps: Stand['deps'], campaignId: number, tries: number, done: boolean): Promise<void> {
  const job = { teamId: 'T1', campaignId, n: 2, tries }
  await beginSend(deps, job)
  await recordSend(deps, job, { done, outcome: done ? '200' : '500' })
}
