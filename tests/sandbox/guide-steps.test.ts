import { expect, test } from 'vitest'
import type { GuideButton } from '../../sandbox/contract.ts'
import { guideOf, offersOf, type Progress } from '../../sandbox/server/guide.ts'

const CARD = { channel: 'C0GROWTH', ts: '1773650400.000001' }
const NEW: Progress = {
  key: 'weekend',
  name: 'Weekend',
  treatments: ['Offer e-mail'],
  open: 1,
  asked: false,
  approved: false,
  launchedAt: null,
  ramps: false,
  stage: 'preparing',
  card: CARD,
  digest: null,
}
const TICKED = { ...NEW, open: 0 }
const LAUNCHED = { ...TICKED, approved: true, launchedAt: new Date('2026-03-16T08:40:00Z') }
const EVENING = new Date('2026-03-16T17:00:00Z')

test.each([
  ['nothing', [], '', 'Send /campaign new: be U0ANA, send'],
  ['a campaign without a card', [{ ...NEW, card: null }], 'create', undefined],
  ['a campaign', [NEW], 'create', 'Show its tasks: be U0ANA, press Tasks'],
  ['one that is ticked', [TICKED], 'create tick', 'Submit it, then be Raj: be U0ANA, press Submit, be U0RAJ'],
  ['one that was asked for', [{ ...TICKED, asked: true }], 'create tick', 'Be Raj: be U0RAJ'],
  [
    'one that is approved',
    [{ ...TICKED, approved: true }],
    'create tick approve',
    'Launch it as Ana: be U0ANA, press Launch',
  ],
  [
    'one that is launched',
    [LAUNCHED],
    'create tick approve launch',
    'Next morning: be U0ANA, clock next-morning',
  ],
] as const)('with %s the guide says what is next, in one click', (_, campaigns, done, next) => {
  const steps = guideOf(campaigns, EVENING)
  expect(steps.flatMap((step) => (step.done ? [step.id] : [])).join(' ')).toBe(done)
  const button = steps.find((step) => !step.done)?.button
  expect(button ? does(button) : undefined).toBe(next)
})

function does({ label, does }: GuideButton): string {
  const words = does.map((act) => {
    if (act.kind === 'be') return `be ${act.as}`
    if (act.kind === 'press') return `press ${act.label}`
    return act.kind === 'clock' ? `clock ${act.to}` : act.kind
  })
  return `${label}: ${words.join(', ')}`
}

const RAMP = { ...TICKED, ramps: true, key: 'ramp' }
test.each<[string, Progress[], string]>([
  ['no such campaign', [], 'Make one: be U0ANA, send'],
  ['one that is made', [RAMP], 'Submit it, then be Raj: be U0ANA, press Submit, be U0RAJ'],
  ['one that was asked for', [{ ...RAMP, stage: 'in_review', asked: true }], 'Be Raj: be U0RAJ'],
  [
    'one that is approved',
    [{ ...RAMP, stage: 'approved' }],
    'Launch the first stage: be U0ANA, press Launch',
  ],
  ['one that goes up', [{ ...RAMP, stage: 'launching' }], 'An hour later: be U0ANA, clock hour'],
  ['one that is live', [{ ...RAMP, stage: 'live' }], 'Stop it: be U0ANA, press Stop'],
  [
    'one that was stopped',
    [{ ...RAMP, stage: 'stopped' }],
    'Two hours later: be U0ANA, clock hour, clock hour',
  ],
])('a launch in stages: with %s its button does what is next', (_, ramps, next) => {
  const offers = offersOf([...ramps, LAUNCHED])
  expect(offers[0] && does(offers[0].button)).toBe(next)
  expect(JSON.stringify(offers.slice(1))).toContain('"key":"weekend"')
})

test('the last step is ticked on the first morning after the launch, not before', () => {
  const isDone = (now: string) => guideOf([LAUNCHED], new Date(now)).every(({ done }) => done)
  expect(isDone('2026-03-17T08:00:00Z')).toBe(false)
  expect(isDone('2026-03-17T08:01:00Z')).toBe(true)
})

test('what to try next is tried with the newest campaign that runs', () => {
  const offers = offersOf([{ ...NEW, key: 'newer' }, LAUNCHED])
  expect(offers.map(({ title }) => title)).toEqual([
    'Go up in stages',
    'Ask a question',
    'Conclude it',
    'Harm a guardrail',
    'Use it in your Slack',
  ])
  expect(JSON.stringify(offers.slice(1))).toMatch(
    /ask weekend Why.*"key":"weekend","arms":\["Offer e-mail"\]/,
  )
})
