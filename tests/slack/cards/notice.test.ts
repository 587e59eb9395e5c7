import { expect, test } from 'vitest'
import type { Offer } from '../../../src/domain/message.ts'
import type { CampaignState } from '../../../src/domain/state/campaign.ts'
import type { CampaignEvent } from '../../../src/domain/state/events.ts'
import { approvalCard } from '../../../src/slack/cards/approval.ts'
import { approvalReminder } from '../../../src/slack/cards/approval-reminder.ts'
import { choiceCard } from '../../../src/slack/cards/choice.ts'
import { dailyMessage } from '../../../src/slack/cards/daily.ts'
import { followUpCard } from '../../../src/slack/cards/follow-up.ts'
import { harmCard } from '../../../src/slack/cards/harm.ts'
import { noticeCard } from '../../../src/slack/cards/notice.ts'
import { overCard } from '../../../src/slack/cards/over.ts'
import { predictionCard } from '../../../src/slack/cards/prediction.ts'
import { stepCard } from '../../../src/slack/cards/step.ts'
import { givenUp } from '../../../src/slack/delivery/mending.ts'
import type { Message } from '../../../src/slack/kit/surfaces.ts'
import * as words from '../../../src/usecases/follow-on/notices.ts'
import * as facts from './facts.ts'
import { buttonsOf } from './facts.ts'

const LOOK = { ...facts.lookAt(facts.later(facts.DAY)), reader: 'UANA' }
const READY = facts.state(facts.created(facts.BRIEF, facts.READY))
const APPROVED = facts.state(...facts.APPROVED)
const LIVE = facts.state(...facts.LIVE, facts.asked(1, 'Why?'))
const MISSED = { kind: 'launch_missed', launchAt: facts.START, why: 'no answer' } as const
const FAULT = { problem: 'split', foundAt: facts.START, taskN: 2 } as const
const OPEN_TASK: CampaignState = { ...LIVE, tasks: facts.state(facts.created()).tasks }
const REFUSED = 'Submit it again: `/campaign submit winback`'

const notice = (said: string, offers: readonly Offer[], state: CampaignState | null, rest: object = {}) =>
  noticeCard({ words: said, offers, ...rest }, state, LOOK)

/** Every kind of direct message that tells somebody to do something, and the buttons that do it. */
const ASKING: readonly (readonly [string, () => Message | null, readonly string[]])[] = [
  ['approved', () => notice(words.approved(APPROVED), ['launch'], APPROVED), ['Launch']],
  [
    'declined',
    () => notice(words.declined(READY), ['edit_brief', 'submit'], READY),
    ['Edit brief…', 'Submit'],
  ],
  [
    'withdrawn',
    () => notice(words.withdrawn(READY, 'URAJ', null), ['edit_brief', 'submit'], READY),
    ['Edit brief…', 'Submit'],
  ],
  ['expired', () => notice(words.expired(READY), ['submit'], READY), ['Submit']],
  [
    'refused at its time',
    () => notice(words.launchRefused(READY, REFUSED), ['launch', 'submit', 'edit_brief', 'tasks'], READY),
    ['Submit', 'Edit brief…', 'Tasks'],
  ],
  ['not started', () => notice(words.launchMissed(APPROVED, MISSED), ['launch'], APPROVED), ['Launch']],
  [
    'a fault of the data',
    () =>
      notice(words.fault(OPEN_TASK, FAULT as never, 'Off.'), ['finish_task', 'results'], OPEN_TASK, {
        taskN: 2,
      }),
    ['Mark done…', 'Results'],
  ],
  [
    'a digest not read',
    () => notice('Ask once more.', ['digest_now', 'results'], LIVE),
    ['Digest now', 'Results'],
  ],
  [
    'a digest of many not made',
    () => notice('It can be tried once more.', ['portfolio_now'], null, { portfolioDigest: 3 }),
    ['Try once more'],
  ],
  [
    'a ledger not sent',
    () => notice('The figures can be read here.', ['growth'], null, { quarter: { year: 2026, n: 1 } }),
    ['Growth'],
  ],
  ...(['is_archived', 'channel_deleted', 'user_disabled'] as const).map(
    (error) =>
      [
        `not delivered: ${error}`,
        () => {
          const given = givenUp(error, { kind: 'card', target: 'C1' })
          return notice(given.words, given.offers ?? [], null)
        },
        ['My work'],
      ] as const,
  ),
  [
    'a request',
    () => approvalCard(facts.state(...facts.IN_REVIEW), 1, { ...LOOK, reader: 'UTOM' }),
    ['Approve', 'Request changes…', 'Decline…', 'Details'],
  ],
  [
    'a request that waits',
    () => approvalReminder(facts.state(...facts.IN_REVIEW), 1, { ...LOOK, reader: 'UTOM' }),
    ['Approve', 'Request changes…', 'Decline…', 'Details'],
  ],
  [
    'the daily message',
    () =>
      dailyMessage(
        {
          waiting: OPEN_TASK.tasks.slice(2, 3).map((item) => ({
            ...{ kind: 'task', campaign: READY.campaign, item, dueAt: item.dueAt },
          })),
          muted: [],
        },
        LOOK,
        'UTC',
      ),
    ['Leave winback out of this', 'Mark done', 'Blocked…', 'My work'],
  ],
  [
    'a step',
    () =>
      stepCard(
        facts.state(...facts.LAUNCHING, facts.FIRST_DONE),
        2,
        { is: 'confirm' },
        { ...LOOK, reader: 'URAJ' },
      ),
    ["Confirm it's done"],
  ],
  [
    'a question',
    () => followUpCard(LIVE, 1, { ...LOOK, reader: 'URAJ' }),
    ['Answer…', 'Accept', 'Reassign…', 'Decline…'],
  ],
  [
    'a question that is late',
    () => followUpCard(LIVE, 1, { ...LOOK, reader: 'UMEI' }, { target: 'UMEI', nudge: 'late' }),
    ['Answer…', 'Reassign…', 'Decline…'],
  ],
  [
    'a decision',
    () => choiceCard(facts.deciding(LIVE, 'Ship it.'), 1, LOOK),
    ['Ship it…', 'Keep running…', 'Stop…'],
  ],
  ['its end', () => overCard(LIVE, LOOK), ['Conclude…', 'All figures']],
  ['harm', () => harmCard(facts.harmed(LIVE, 'worse'), 1, LOOK), ['Stop', 'Details']],
  ['a prediction', () => predictionCard(READY, 'UANA', LOOK), ['Predict…']],
]

test.each(ASKING)('%s can be acted on where it is read', (_kind, draw, expected) => {
  const drawn = draw()
  expect(buttonsOf(drawn?.blocks ?? [])).toEqual(expected)
})

test('no notice tells of a command alone', () => {
  const said: readonly [string, boolean][] = ASKING.map(([, draw]) => {
    const drawn = draw()
    return [drawn?.text ?? '', buttonsOf(drawn?.blocks ?? []).length > 0]
  })
  for (const [text, acts] of said) expect(acts || !text.includes('/campaign'), text).toBe(true)
})

test('what can’t be done any more is not offered', () => {
  const launched = facts.state(...facts.LIVE)
  expect(buttonsOf(notice(words.approved(APPROVED), ['launch'], launched).blocks)).toEqual([])
  const changed: CampaignEvent = { kind: 'brief_changed', field: 'horizonDays', from: 14, to: 30 }
  const again = facts.state(...facts.APPROVED, changed)
  expect(buttonsOf(notice(words.approved(again), ['launch'], again).blocks)).toEqual([])
})
