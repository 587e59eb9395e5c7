import { useRef } from 'preact/hooks'
import type { ClockAnswer, ClockRequest, Done, GuideAct, GuideButton, State } from '../contract.ts'
import { moveClock, sendAct } from './api.ts'
import { lookAt, lookAtNew, pressOn } from './places.ts'
import { typeFor } from './typing.ts'

interface Around {
  readonly state: State
  readonly refresh: () => Promise<unknown>
  /** Becomes somebody, in a conversation. */
  readonly be: (as: string, conversation: string) => void
  /** What comes from here on is new. */
  readonly mark: () => void
  readonly install: () => void
}

interface Doing {
  readonly move: (to: ClockRequest['to']) => Promise<ClockAnswer>
  readonly press: (button: GuideButton) => Promise<Done>
}

const FINE: Done = { ok: true }
const LONG_MS = 15_000
const SHORT_MS = 3_000

/** What the guide's buttons and the clock do, on the page as it is by then. */
export function useDoing(around: Around): Doing {
  const latest = useRef(around)
  latest.current = around
  const move: Doing['move'] = async (to) => {
    const { state, mark } = latest.current
    mark()
    const answer = await moveClock(to)
    await latest.current.refresh()
    await until(() => latest.current.state.now >= (answer.now ?? ''), SHORT_MS)
    await showWhatCame(latest.current.state, state)
    return answer
  }
  const perform = async (act: GuideAct, isLast: boolean): Promise<Done> => {
    const { be, refresh, install, state } = latest.current
    switch (act.kind) {
      case 'be':
        be(act.as, act.in)
        await until(() => latest.current.state.me === act.as, LONG_MS)
        return FINE
      case 'send':
        return sendAct(act.as, { kind: 'command', channel: act.in, text: act.text }).finally(refresh)
      case 'type':
        await until(() => typeFor(act.line), LONG_MS)
        return FINE
      case 'press': {
        const before = state
        if (!(await pressOn(act.message, act.label)))
          return { ok: false, error: `${act.label} is not there now: see what the card says.` }
        return isLast ? FINE : { ok: await until(() => hasGoneOn(latest.current.state, before), LONG_MS) }
      }
      case 'clock':
        return move(act.to)
      case 'harm':
        return sendAct(state.me, act)
      case 'install':
        install()
        return FINE
    }
  }
  const press: Doing['press'] = async ({ does }) => {
    for (const [index, act] of does.entries()) {
      const done = await perform(act, index === does.length - 1)
      if (!done.ok) return done
    }
    return FINE
  }
  return { move, press }
}

/** One's own digest where it is posted here; else the first thing that is new. */
async function showWhatCame({ digest }: State, before: State): Promise<void> {
  const isOwn = digest !== null && digest.ts !== before.digest?.ts
  if (!(isOwn && (await lookAt(digest, SHORT_MS)))) lookAtNew()
}

const hasGoneOn = ({ guide, offers }: State, before: State) =>
  JSON.stringify([guide, offers]) !== JSON.stringify([before.guide, before.offers])

const LOOK_MS = 40

async function until(check: () => boolean, patience: number): Promise<boolean> {
  const end = performance.now() + patience
  while (!check()) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  return true
}
