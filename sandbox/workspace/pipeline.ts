import { createFaults, type Faults, type Reply as HttpReply } from './faults.ts'
import type { Ground } from './ground.ts'
import { createLog, type Log } from './log.ts'
import { carryOut } from './methods.ts'
import { asBlocks, type Reply } from './replies.ts'
import { refuse, ruleOf, scopesOf } from './rules.ts'
import { type Answer, type Args, asText, type Call, type Check, type Violation } from './types.ts'
import { appToken, botToken, configToken } from './workspace.ts'

/** What a call goes through: planned faults, token and scopes, Slack's limits, and only then the method. */
export interface Pipeline {
  readonly calls: Log<Call>
  readonly responses: Log<Reply>
  readonly violations: readonly Violation[]
  readonly faults: Faults
  /** Holds a payload against Slack's limits and keeps what it finds. */
  inspect(where: string, kind: 'message' | 'view', payload: unknown): string[]
  call(method: string, args: Args, token: string): Promise<HttpReply | 'cut'>
  /** Takes the bytes of a file at the address that it was given. */
  upload(path: string, bytes: Buffer): Promise<HttpReply | 'cut'>
  respond(url: string, body: Readonly<Record<string, unknown>>): Promise<HttpReply>
}

export function createPipeline(ground: Ground, scopes: readonly string[], check?: Check): Pipeline {
  const [calls, responses, faults] = [createLog<Call>(), createLog<Reply>(), createFaults()]
  const violations: Violation[] = []
  const grants = {
    bot: { token: botToken, scopes },
    app: { token: appToken, scopes: ['connections:write'] },
    configuration: { token: configToken, scopes: ['app_configurations:read'] },
  }
  const add = (method: string, args: Args, answered: Answer, from: number) => {
    calls.add({ method, args, answer: answered })
    ground.traffic.add({ ...toSlack(method, args, answered), milliseconds: performance.now() - from })
  }
  const inspect: Pipeline['inspect'] = (where, kind, payload) => {
    const beyond = (kind === 'view' ? check?.checkView(payload) : check?.checkMessage(payload)) ?? []
    const found = [...beyond, ...ground.files.problemsOf(payload)]
    if (found.length > 0) violations.push({ where, problems: found, payload })
    return found
  }
  const answer = async (method: string, args: Args, token: string): Promise<Answer> =>
    refuse(method, args, token, grants) ??
    invalid(method, args, inspect) ??
    (await carryOut(ground, method, args))
  return {
    calls,
    responses,
    violations,
    faults,
    inspect,
    call: async (method, args, token) => {
      const from = performance.now()
      const arrived = async () => {
        const answered = await answer(method, args, token)
        add(method, args, answered, from)
        return answered
      }
      const reply = await faults.run({ method, args }, arrived, (body) => add(method, args, body, from))
      const granted = scopesOf(token, grants)
      if (reply === 'cut' || !granted) return reply
      return { ...reply, headers: { 'x-oauth-scopes': granted.join(','), ...reply.headers } }
    },
    upload: async (path, bytes) => {
      const request = { path, length: bytes.length }
      const arrived = async () => {
        const answered = ground.files.take(path, bytes) ? { ok: true } : { ok: false, error: 'upload_failed' }
        add('upload', request, answered, performance.now())
        return answered
      }
      const reply = await faults.run({ method: 'upload', args: request }, arrived, (body) =>
        add('upload', request, body, performance.now()),
      )
      // What stands before Slack may answer a page in its stead, with a 200.
      const isWell = reply === 'cut' || reply.raw !== undefined || reply.body.ok
      return isWell ? reply : { ...reply, status: Math.max(400, reply.status) }
    },
    async respond(url, body) {
      const problems = inspect('response_url', 'message', body)
      const answered =
        problems.length > 0 ? beyond('invalid_blocks', problems) : await ground.replies.use(url, body)
      ground.traffic.add(toSlack('response_url', body, answered))
      responses.add({ url, text: asText(body.text), blocks: asBlocks(body.blocks), body })
      return { status: answered.ok ? 200 : problems.length > 0 ? 400 : 404, body: answered }
    },
  }
}

function toSlack(what: string, request: unknown, answer: Answer) {
  return { direction: 'to-slack', what, ok: answer.ok, request, answer } as const
}

/** Slack's answer to a message or view beyond its limits. */
function invalid(method: string, args: Args, inspect: Pipeline['inspect']): Answer | undefined {
  const kind = ruleOf(method)?.payload
  if (!kind) return undefined
  const problems = inspect(method, kind, kind === 'view' ? args.view : args)
  if (problems.length === 0) return undefined
  return beyond(kind === 'view' ? 'invalid_arguments' : 'invalid_blocks', problems)
}

function beyond(error: string, messages: readonly string[]): Answer {
  return { ok: false, error, response_metadata: { messages } }
}
