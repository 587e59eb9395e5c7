import type { Asked, Running, Sent, Step } from './target.ts'

/**
 * For sends that their vendor can't be asked about at once. The first run sends nothing and leaves a handle, the second
 * sends under it. So a handle that is not armed here, since it was sent under or by another process, stands for a send
 * that may have gone out; nothing is sent again on a guess. Where nothing has, the step's row says so (`unsent`), and any
 * process sends under it without asking here.
 */
export interface Arms {
  isArmed(step: Step, handle: string): boolean
  /** Answers with the handle to keep; nothing has been sent under it. */
  arm(step: Step, handle: string, outcome: string, asked: Asked): Running
  /** Sends under a handle, which stays armed where nothing came of it. */
  fire(step: Step, handle: string, asked: Asked, send: () => Promise<Sent>): Promise<Sent>
  /** Since when it is open whether what was sent arrived; from now on where this process has not sent it. */
  openSince(step: Step, handle: string, asked: Asked): Date
}

export function arms(): Arms {
  const known = new Map<string, Date | 'armed'>()
  const keyOf = (step: Step, handle: string) => `${step.id} ${handle}`
  return {
    isArmed: (step, handle) => known.get(keyOf(step, handle)) === 'armed',
    arm: (step, handle, outcome, { now }) => {
      known.set(keyOf(step, handle), 'armed')
      return { is: 'running', outcome, handle, notBefore: now, unsent: true }
    },
    fire: async (step, handle, { now }, send) => {
      known.set(keyOf(step, handle), now)
      const sent = await send()
      if (sent.is === 'again') known.set(keyOf(step, handle), 'armed')
      return sent
    },
    openSince: (step, handle, { now }) => {
      const since = known.get(keyOf(step, handle))
      if (since instanceof Date) return since
      known.set(keyOf(step, handle), now)
      return now
    },
  }
}
