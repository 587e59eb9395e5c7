import { z } from 'zod'
import { refuseUnless } from '../../../domain/permission/permission.ts'
import type { Act } from '../../context.ts'
import { section } from '../../kit/blocks.ts'
import { dateTimePicker, input, userSelect } from '../../kit/inputs.ts'
import { md } from '../../kit/mrkdwn.ts'
import { modal } from '../../kit/surfaces.ts'
import { delegated } from '../../replies/delegations.ts'
import { publishHome } from '../../replies/home.ts'
import { InputMistake, type SubmittedModal, textOf } from '../../submissions.ts'
import { each, under } from '../mistakes.ts'

const CALLBACK = 'away'
const PERSON = 'person'
const FROM = 'from'
const UNTIL = 'until'
const DAY_S = 86_400

/** Opened from Home, which is drawn again afterwards. */
const OPENED = z.object({ home: z.boolean() })

/** Asks who decides somebody's approvals while they are away, and how long. */
export async function openAway(act: Act): Promise<void> {
  refuseUnless('delegate', act.actor, null, new Map())
  const now = Math.floor(act.now.getTime() / 1_000)
  const opened: z.infer<typeof OPENED> = { home: act.actor.surface === 'home' }
  const view = modal({
    title: 'I am away',
    submit: 'Delegate',
    callbackId: CALLBACK,
    privateMetadata: JSON.stringify(opened),
    blocks: [
      section(
        md`Somebody else decides all approvals that wait for you. They can't hand that on, and decide nothing that they asked for or changed themselves.`,
      ),
      input({ blockId: PERSON, label: 'Who decides for you?' }, userSelect({ focus: true })),
      input({ blockId: FROM, label: 'From' }, dateTimePicker({ initial: now })),
      input({ blockId: UNTIL, label: 'Until' }, dateTimePicker({ initial: now + 7 * DAY_S })),
    ],
  })
  await act.deps.client.views.open({ trigger_id: act.triggerId, view })
}

export const AWAY_MODAL: SubmittedModal = {
  callbackId: CALLBACK,
  mainBlock: PERSON,
  run: async (submission) => {
    const { deps, actor, filled, metadata, now } = submission
    const { to, from, until } = await each({
      to: () => given(PERSON, textOf(filled, PERSON)),
      from: () => instant(FROM, textOf(filled, FROM)),
      until: () => later(textOf(filled, UNTIL), now),
    })
    const said = await under(PERSON, () => delegated(submission, { to, from, until }))
    if (OPENED.parse(JSON.parse(metadata)).home) await publishHome(deps, actor.teamId, actor.userId)
    return said
  },
}

function given(blockId: string, value: string): string {
  if (value === '') throw new InputMistake(blockId, 'Choose one.')
  return value
}

function instant(blockId: string, seconds: string): Date {
  return new Date(Number(given(blockId, seconds)) * 1_000)
}

function later(seconds: string, now: Date): Date {
  const until = instant(UNTIL, seconds)
  if (until > now) return until
  throw new InputMistake(UNTIL, 'That is past already: choose a later time.')
}
