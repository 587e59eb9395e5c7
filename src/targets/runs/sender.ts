import { type Answered, ask, isOk, isStatus, type Lost, requestWords, unsent } from '../api.ts'
import type { Asked, Look, Sender, Sent, Step, Undo, Unseen } from '../target.ts'
import { NOT_SEEN, namedFirst, untold } from '../target.ts'
import { endWords, foundOf, type Run } from './run.ts'
import { type At, seek, seekById } from './seek.ts'
import { BEGUN, type RunTool } from './tool.ts'

/** A target that starts runs: what was started is found again before anything is started once more. */
export function runSender<What extends object>(tool: RunTool<What>): Sender {
  const named = <Answer>(
    step: Step,
    asked: Asked,
    unread: (why: string) => Answer,
    read: (at: At<What>) => Promise<Answer>,
  ): Promise<Answer> => {
    const what = tool.read(step.words)
    return typeof what === 'string' ? Promise.resolve(unread(what)) : read({ tool, what, asked })
  }
  const refused = (outcome: string): Sent => ({ is: 'refused', outcome })
  return {
    host: new URL(tool.api.base).host,
    form: tool.form,
    counts: 'rows',
    thing: namedFirst(tool.noun),
    runPatienceMs: tool.deadlineMinutes * 60_000,
    unread: (words) => {
      const what = tool.read(words)
      return typeof what === 'string' ? what : null
    },
    look: (step, asked) => named<Look | Unseen>(step, asked, unreadable, (at) => look(at, step)),
    send: (step, asked) => named<Sent>(step, asked, refused, (at) => send(at, step)),
    readBack: (step, asked) =>
      named(
        step,
        asked,
        (outcome) => ({ is: 'unknown', outcome }),
        async (at) => {
          const sought = await seek(at, step)
          return sought.run ? foundOf(sought.run, tool.failedRows) : sought.found
        },
      ),
    ...(tool.stop && {
      undo: (step, asked) =>
        named<Sent>(step, asked, refused, async (at) => {
          const sought = await seek(at, step)
          if (sought.run) return stop(at, sought.run)
          return sought.found.is === 'absent'
            ? { is: 'done', outcome: 'it never began' }
            : untold(sought.found)
        }),
    }),
  }
}

function unreadable(why: string): Look {
  return { ...NOT_SEEN, gates: [{ words: why, link: null, refuses: ['send'] }] }
}

async function look<What extends object>(at: At<What>, step: Step): Promise<Look | Unseen> {
  const { tool, what, asked } = at
  const seen = await tool.look(what, asked)
  if ('why' in seen) return seen
  const would = requestWords(tool.api, tool.start(what, step))
  return { is: 'seen', ...seen, people: null, undo: await undoOf(at, step), would }
}

/** What runs can be stopped; what is done is as it is. One that was stopped was not undone, its rest was. */
async function undoOf<What extends object>(at: At<What>, { sent }: Step): Promise<Undo> {
  if (!at.tool.stop) return { is: 'none' }
  if (!sent?.handle || sent.handle === BEGUN) return { is: 'stops the rest' }
  const { run } = await seekById(at, sent.handle)
  return { is: run?.is === 'done' ? 'none' : 'stops the rest' }
}

async function send<What extends object>(at: At<What>, step: Step): Promise<Sent> {
  const { tool, asked } = at
  const answer = await start(at, step)
  if (isOk(answer)) {
    const handle = tool.startedIn(answer.body) ?? BEGUN
    return { is: 'running', outcome: answer.words, handle, notBefore: null }
  }
  const { words } = answer
  return isStatus(answer, ...(tool.busy ?? []))
    ? { is: 'again', outcome: `${words}: another run is on`, notBefore: null }
    : unsent(tool.api, answer, asked.now)
}

async function start<What extends object>(
  { tool, what, asked }: At<What>,
  step: Step,
): Promise<Answered | Lost> {
  const answer = await ask(tool.api, tool.start(what, step), asked)
  if (!tool.startPlainly || !isStatus(answer, 400, 422)) return answer
  return ask(tool.api, tool.startPlainly(what, step), asked)
}

/** What has failed or was cancelled goes on no more; what is done is done. */
async function stop<What extends object>(at: At<What>, run: Run): Promise<Sent> {
  const { tool, what, asked } = at
  if (run.is === 'done') return { is: 'refused', outcome: `too late: ${endWords(run)}` }
  if (run.is !== 'on' || !tool.stop) return { is: 'done', outcome: endWords(run) }
  const answer = await ask(tool.api, tool.stop(what, run.id), asked)
  const mayHaveEnded = isOk(answer) || isStatus(answer, 400, 404, 409, 422)
  const after = mayHaveEnded ? (await seekById(at, run.id)).run : null
  if (after && after.is !== 'on') return stop(at, after)
  if (!isOk(answer)) return unsent(tool.api, answer, asked.now)
  const outcome = `asked to stop, ${(after ?? run).state}`
  return { is: 'running', outcome, handle: run.id, notBefore: null }
}
