import { describe, expect, test } from 'vitest'
import { errorsOf } from '../slack/modals/answers.ts'
import { playedFlag } from '../targets/played.ts'
import { modal, refused } from './seen.ts'
import {
  ANA,
  approved,
  HOUR,
  MEI,
  press,
  RAJ,
  readAloud,
  ready,
  type Story,
  submitted,
  TOM,
  tell,
  typed,
  ZOE,
} from './story.ts'

const PLAN = { plan: 'webhook sender Start the send; launchdarkly checkout-banner on' }
const LINK = 'https://flags.example/approvals'

/** A story with a flag that answers as it is told. */
async function flagged(
  told: { readonly lookMs?: number; readonly log?: { write(line: string): void } } = {},
) {
  const flag = playedFlag()
  return { flag, story: await tell({ played: { launchdarkly: flag }, ...told }) }
}

const gate = (...refuses: ('send' | 'undo')[]) => ({
  gates: [{ words: 'LaunchDarkly wants an approval of its own there', link: LINK, refuses }],
})

/** The lines of the newest request that speak of the second step. */
async function asked(story: Story): Promise<string[]> {
  const said = readAloud(await story.dm(RAJ, 'asks you to approve'))
  return [...new Set(said.split('\n').filter((line) => /^(■ )?2 {2}/.test(line)))]
}

describe('a plan that is typed', () => {
  test('is read by its targets: in a command, with their forms in help', async () => {
    const { story } = await flagged()
    await ready(story)
    expect(await refused(story, ANA, 'brief winback plan launchdarkly checkout-banner maybe')).toContain(
      'I can\'t read "launchdarkly checkout-banner maybe" as a step: it ends with neither on nor off. Write `launchdarkly &lt;flag&gt; on`.',
    )
    await typed(story, ANA, ['brief winback plan launchdarkly checkout-banner on'])
    expect((await story.say(ANA, 'help brief')).text).toContain(
      '`sender &lt;what it shall do&gt;`, `launchdarkly &lt;flag&gt; on` or `manual @person &lt;what to do&gt;`',
    )
  })

  test('is read in the form too: its hint shows each form, a mistake stands under its row', async () => {
    const { story } = await flagged()
    await ready(story, PLAN)
    await story.type(ANA, 'brief winback')
    const form = modal(story, ANA)
    expect(JSON.stringify(form.blocks)).toContain('Launchdarkly: <flag> on')
    const wrong = await story.client.fillAndSubmit(ANA, form, { 'What step 2 says': 'checkout-banner maybe' })
    expect(Object.values(errorsOf(wrong)).join()).toContain('it ends with neither on nor off')
    await story.client.fillAndSubmit(ANA, form, { 'What step 2 says': 'checkout-banner off' })
    expect((await story.say(ANA, 'show winback')).text).not.toContain('maybe')
  })
})

describe('at submit each target is asked, and approvers see', () => {
  test('what a step does, whom it reaches and that it can be taken back', async () => {
    const { story, flag } = await flagged()
    flag.tell({ people: 42_610 })
    await submitted(story, PLAN)
    const said = readAloud(await story.dm(RAJ, 'asks you to approve'))
    expect(said).toContain("1  Start the send · can't be undone")
    expect(await asked(story)).toEqual([
      '2  Launchdarkly: checkout-banner on · off now · 42\u202f610 people · can be switched off',
    ])
  })

  test.each([
    [{ undo: { is: 'none' } }, "can't be undone"],
    [{ undo: { is: 'stops the rest' } }, 'can be stopped while it runs'],
    [{ undo: { is: 'until it starts', until: null } }, 'can be stopped until it starts'],
    [
      { undo: { is: 'until it starts', until: new Date('2026-03-02T08:55:00Z') } },
      'can be stopped until <!date^1772441700^{date_short_pretty} {time}|Mon 2 Mar 2026 08:55 UTC>',
    ],
  ] as const)('how far: %j', async (look, words) => {
    const { story, flag } = await flagged()
    flag.tell(look)
    await submitted(story, PLAN)
    expect(await asked(story)).toEqual([`2  Launchdarkly: checkout-banner on · off now · ${words}`])
  })

  test('a gate that refuses the send as what speaks against it, with the way there', async () => {
    const { story, flag } = await flagged()
    flag.tell(gate('send'))
    await submitted(story, PLAN)
    expect(await asked(story)).toEqual([
      '2  Launchdarkly: checkout-banner on · off now · can be switched off',
      '■ 2  LaunchDarkly wants an approval of its own there, open it',
    ])
  })

  test('a gate that refuses the way back as no kill switch, and not as an obstacle', async () => {
    const { story, flag } = await flagged()
    flag.tell(gate('undo'))
    await submitted(story, PLAN)
    expect(await asked(story)).toEqual([
      '2  Launchdarkly: checkout-banner on · off now · no kill switch: LaunchDarkly wants an approval of its own there, open it',
    ])
  })

  test('one that refuses both as both', async () => {
    const { story, flag } = await flagged()
    flag.tell(gate('send', 'undo'))
    await submitted(story, PLAN)
    expect(await asked(story)).toHaveLength(2)
    expect((await asked(story)).join()).toMatch(/no kill switch.*■ 2 {2}LaunchDarkly/)
  })

  test.each([
    ['hangs' as const, 'it did not answer in time'],
    [{ is: 'unseen', why: 'no connection (ECONNREFUSED)' } as const, 'no connection (ECONNREFUSED)'],
    ['throws' as const, 'asking it failed by a fault of Stairway, which is logged'],
  ])('one that %j as not asked, while the others are', async (told, why) => {
    const { story, flag } = await flagged({ lookMs: 50 })
    flag.tell(told)
    await submitted(story, PLAN)
    expect(readAloud(await story.dm(RAJ, 'asks you to approve'))).toContain('1  Start the send · can')
    expect(await asked(story)).toEqual([`2  Launchdarkly: checkout-banner on · could not be asked: ${why}`])
  })

  test('what is not there is not submitted', async () => {
    const { story, flag } = await flagged()
    await ready(story, PLAN)
    flag.tell({ exists: false })
    expect(await refused(story, ANA, 'submit winback')).toBe(
      "winback can't be launched: a step of its plan can't be done.\n■ 2 Launchdarkly: checkout-banner on  is not there\n`/campaign brief winback plan &lt;steps&gt;` changes the plan.",
    )
  })
})

describe('before the launch each target is asked again', () => {
  test('one that would refuse it holds it, and says where that is opened; then it launches', async () => {
    const { story, flag } = await flagged()
    await approved(story, PLAN)
    flag.tell(gate('send'))
    const held = await refused(story, ANA, 'launch winback')
    expect(held).toContain("winback can't be launched: it would be refused where it is sent.")
    expect(held).toContain(
      `■ 2 Launchdarkly: checkout-banner on  LaunchDarkly wants an approval of its own there, <${LINK}|open it>`,
    )
    expect(story.receiver.requests).toEqual([])
    flag.tell(gate('undo'))
    await typed(story, ANA, ['launch winback'])
    await story.settle()
    expect(flag.sends).toHaveLength(1)
  })

  test('what is gone since is not sent', async () => {
    const { story, flag } = await flagged()
    await approved(story, PLAN)
    flag.tell({ exists: false })
    expect(await refused(story, ANA, 'launch winback')).toContain(
      '■ 2 Launchdarkly: checkout-banner on  is not there',
    )
    expect(flag.sends).toEqual([])
  })

  test('whoever gives the last approval and launches in one breath does neither', async () => {
    const { story, flag } = await flagged()
    await submitted(story, PLAN)
    await typed(story, RAJ, ['approve winback'])
    await story.settle()
    flag.tell(gate('send'))
    expect(await refused(story, TOM, 'approve winback launch:now')).toContain(
      'would be refused where it is sent',
    )
    flag.tell({})
    await typed(story, TOM, ['approve winback launch:now'])
  })

  test('one that could not be asked holds nothing, and is said before somebody says yes', async () => {
    const { story, flag } = await flagged()
    await approved(story, PLAN)
    flag.tell({ is: 'unseen', why: 'no connection' })
    expect((await story.say(ANA, 'launch winback')).text).toContain(
      'Step 2 could not be asked: no connection',
    )
    const question = story.slack.ephemerals(ANA).at(-1)
    if (question) await press(story, ANA, question, 'Launch')
    expect(flag.sends).toHaveLength(1)
  })

  test('at its time too: then owner, who set the time and who approved it hear why, and nothing is sent', async () => {
    const { story, flag } = await flagged()
    await approved(story, PLAN)
    await typed(story, MEI, ['launch winback at:+2h'])
    flag.tell(gate('send'))
    await story.pass(4 * HOUR)
    for (const person of [ANA, MEI, TOM, RAJ])
      expect(readAloud(await story.dm(person, 'did not start'))).toContain(
        'LaunchDarkly wants an approval of its own there',
      )
    expect((await story.slack.dms(ZOE)).map(readAloud).join()).not.toContain('did not start')
    expect(flag.sends).toEqual([])
  })
})
