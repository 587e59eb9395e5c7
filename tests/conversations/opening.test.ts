import { describe, expect, test } from 'vitest'
import type { Fault } from '../../sandbox/workspace/faults.ts'
import { ANA, live, MINUTE, press, pressed, type Story, TOM, tell } from './story.ts'

const OPEN = 'views.open'
const opened = ({ slack }: Story) => slack.calls.filter(({ method }) => method === OPEN).length

/** A story of its own, since it is to meet what its Slack can't do, and one that is live. */
async function running() {
  const story = await tell({ more: '\n' })
  await live(story)
  const pause = async (who = ANA) => pressed(story, who, await story.card('winback'), 'Pause…')
  const paused = async () => press(story, ANA, await story.card('winback'), 'Pause…')
  return { story, pause, paused }
}

describe('a form that Slack does not open', () => {
  test('since it asks to wait: how long is said, and until then nobody asks it again', async () => {
    const { story, pause, paused } = await running()
    story.slack.failNext(OPEN, { retryAfter: 30 })
    const wait = /Slack asks me to wait \d+ s before I open anything\. Try again then\./
    const before = opened(story)
    expect(await pause()).toMatch(wait)
    expect(await pause()).toMatch(wait)
    expect(await pause(TOM)).toMatch(wait)
    expect(opened(story)).toBe(before + 1)
    await story.pass(MINUTE)
    await paused()
    expect(opened(story)).toBe(before + 2)
  })

  test.each<[string, Fault]>([
    ['with a 503', { status: 503 }],
    ['with a page', { body: '<html>Bad gateway</html>' }],
    ['with half an answer', 'torn'],
    ['with an error inside', { error: 'internal_error' }],
    ['with nothing', { body: '' }],
  ])('%s: it is said of Slack, and tried by who pressed', async (_case, fault) => {
    const { story, pause, paused } = await running()
    story.slack.failNext(OPEN, fault)
    expect(await pause()).toContain('Slack did not answer when I opened that. Try again in a moment.')
    const before = opened(story)
    await paused()
    expect(opened(story)).toBe(before + 1)
  })

  test.each(['expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id', 'trigger_exchanged'])(
    'with %s: it was too late for it',
    async (error) => {
      const { story, pause } = await running()
      story.slack.failNext(OPEN, { error })
      expect(await pause()).toContain(
        'Slack lets me open something for three seconds only, and it took longer. Press again.',
      )
    },
  )
})
