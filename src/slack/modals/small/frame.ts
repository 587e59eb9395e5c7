import { z } from 'zod'
import { instantMs, itemNumberOrNone, rowId } from '../../bounds.ts'
import type { Act } from '../../context.ts'
import { type KitBlock, section } from '../../kit/blocks.ts'
import { input, textInput } from '../../kit/inputs.ts'
import type { Mrkdwn } from '../../kit/mrkdwn.ts'
import { modal } from '../../kit/surfaces.ts'
import { publishHome } from '../../replies/home.ts'
import { type Submission, textOf } from '../../submissions.ts'

/** What a small modal is about; it is kept in the view from its opening to its submission. */
const OPENED = z.object({
  c: rowId,
  n: itemNumberOrNone,
  /** The request that it was opened at, where that matters beside `n`. */
  r: itemNumberOrNone.exactOptional(),
  /** The try of a launch step that it was opened at. */
  tries: itemNumberOrNone.exactOptional(),
  /** Opened from Home, which is drawn again afterwards. */
  home: z.boolean(),
  /** Of what is about a moment, in milliseconds. */
  t: instantMs.exactOptional(),
})
type Opened = z.infer<typeof OPENED>

export const WORDS = 'words'

interface SmallModal {
  /** The verb of the button that opened it, on the title and on submit. */
  readonly verb: string
  readonly callbackId: string
  readonly about: Mrkdwn
  readonly inputs: readonly KitBlock[]
}

/** Opens a modal with a line on what it is about, and a few inputs. */
export async function openSmall(
  act: Act,
  { c, n, r, t, tries }: Pick<Opened, 'c' | 'n' | 'r' | 't' | 'tries'>,
  small: SmallModal,
): Promise<void> {
  const opened: Opened = {
    ...{ c, n, home: act.actor.surface === 'home' },
    ...(r === undefined ? {} : { r }),
    ...(t === undefined ? {} : { t }),
    ...(tries === undefined ? {} : { tries }),
  }
  const view = modal({
    title: small.verb,
    submit: small.verb,
    close: 'Close',
    callbackId: small.callbackId,
    privateMetadata: JSON.stringify(opened),
    blocks: [section(small.about), ...small.inputs],
  })
  await act.deps.client.views.open({ trigger_id: act.triggerId, view })
}

/** The one text that most of them ask for. */
export function wordsInput(label: string, hint?: string, optional = false): KitBlock {
  return input(
    { blockId: WORDS, label, ...(hint ? { hint } : {}), ...(optional ? { optional } : {}) },
    textInput({ multiline: true, focus: true }),
  )
}

export function openedWith({ metadata }: Submission): Opened {
  return OPENED.parse(JSON.parse(metadata))
}

export function wordsOf({ filled }: Submission): string {
  return textOf(filled, WORDS)
}

/** Draws Home again where the modal was opened from there; messages change by themselves. */
export async function homeAgain({ deps, actor }: Act, { home }: Opened): Promise<void> {
  if (home) await publishHome(deps, actor.teamId, actor.userId)
}
