import { describe, expect, it } from 'vitest'
import { HELP_BUTTONS } from '../../../commands/index.ts'
import { TASK_STATES } from '../../../src/domain/state/tasks.ts'
import { ALL_BUTTONS as CARD_BUTTONS } from '../../../src/slack/clicks/index.ts'
import { failed, PURCHASE, look as readoutOf, unsubscribe } from '../../domain/readout/fixtures.ts'
import { everyMessage, everyView, type Scene } from './every.ts'
import * as facts from './facts.ts'
import { elements } from './facts.ts'

const LIVE = facts.state(
  ...facts.LIVE,
  facts.asked(1, 'Why?'),
  facts.asked(2, 'Who?'),
  facts.asked(3, 'What?'),
  {
    kind: 'follow_up_answered',
    n: 3,
    finding: 'So',
    ideas: ['Try it'],
  },
)
const READOUT = readoutOf({ metrics: [PURCHASE, failed(unsubscribe(1, 2, 3))] })

/** A campaign that shows every button somewhere: tasks in each state on two pages, a failed and a waiting step. */
const scene = (changes: Partial<Scene['state']> = {}): Scene => ({
  state: {
    ...LIVE,
    campaign: { ...LIVE.campaign, stage: 'launching' },
    tasks: Array.from({ length: 25 }, (_, i) =>
      facts.task(i + 1, `Task ${i + 1}`, {
        state: TASK_STATES[i % TASK_STATES.length] ?? 'todo',
        check: i > 19 ? 'fresh' : null,
      }),
    ),
    steps: LIVE.steps.map((step, i) => ({
      ...step,
      state: i === 0 ? 'failed' : 'waiting',
      arrived: i === 0 ? 'perhaps' : 'no',
    })),
    ...changes,
  },
  digest: facts.digestOf(READOUT),
  previous: facts.digestOf(READOUT, { id: 4 }),
  words: 'words',
  look: facts.lookAt(facts.later(facts.DAY)),
})

/** The manual step first, so that it is its turn. */
const MANUAL = scene({ steps: LIVE.steps.slice(1).map((step) => ({ ...step, n: 1, state: 'waiting' })) })

const ALL_BUTTONS = [...CARD_BUTTONS, ...HELP_BUTTONS]

const shownIds = [scene(), MANUAL].flatMap((each) => [
  ...everyMessage(each).flatMap(([, sent]) => elements(sent.blocks)),
  ...everyView(each).flatMap((view) => elements((view as { blocks: unknown[] }).blocks)),
])

describe('buttons', () => {
  it('have each exactly one handler', () => {
    const ids = ALL_BUTTONS.map(({ actionId }) => actionId)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...new Set(shownIds.map(({ action_id }) => action_id))].sort()).toEqual([...ids].sort())
  })

  it('carry values that their handlers read', async () => {
    const handlers = new Map(ALL_BUTTONS.map((each) => [each.actionId, each]))
    for (const { action_id, value } of shownIds) {
      // Without a click the handler fails at once, but only after it has read the value.
      const pressed = handlers.get(action_id)?.press(value ?? '', {} as never)
      const error = await Promise.resolve(pressed).then(
        () => null,
        (reason: unknown) => reason,
      )
      expect([action_id, value, (error as Error | null)?.name]).not.toContain('ZodError')
    }
  })
})
