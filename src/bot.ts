import type { IncomingMessage, ServerResponse } from 'node:http'
import { App, type Receiver, type SlashCommand } from '@slack/bolt'
import { HELP_BUTTONS, runCommand } from '../commands/index.ts'
import { proxyInUse } from './proxy.ts'
import { boltLogger } from './slack/bolt-logger.ts'
import { ALL_BUTTONS } from './slack/clicks/index.ts'
import type { BotDeps } from './slack/context.ts'
import { createInFlight } from './slack/in-flight.ts'
import type { Message } from './slack/kit/surfaces.ts'
import { ALL_MODALS } from './slack/modals/index.ts'
import { explain } from './slack/replies/errors.ts'
import { offering } from './slack/replies/possible.ts'
import { actOf, inTime } from './slack/routes/act.ts'
import { routeClicks } from './slack/routes/clicks.ts'
import { routeEvents } from './slack/routes/events.ts'
import { createHandle, type Handle } from './slack/routes/handle.ts'
import { routeSubmissions } from './slack/routes/submissions.ts'
import { httpTransport } from './slack/transport/http.ts'
import { socketTransport } from './slack/transport/socket.ts'
import type { Own, Transport } from './slack/transport/transport.ts'

interface BotOptions {
  readonly deps: BotDeps
  readonly botToken: string
  /** With it Socket Mode, else HTTP with the signing secret. */
  readonly appToken?: string
  readonly signingSecret?: string
  readonly apiUrl?: string
  /** 0 takes a free one. */
  readonly port: number
  /** The address that is listened on; every one of the machine by default. */
  readonly host?: string
  /** Whether the database answers. */
  readonly ready: () => Promise<boolean>
  /** How many things stand that an audit found amiss. */
  readonly amiss: () => Promise<number>
  /** Answers what is asked below `/hooks/`; what it throws is a mistake of ours. */
  readonly hooks: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

export interface Bot {
  /** Connects to Slack and listens; resolves to the port of HTTP and of the health checks. */
  start(): Promise<number>
  /** Says by `/readyz` that nobody should send anything here any more; what comes all the same is taken. */
  leave(): void
  /** Takes no new work, waits for what runs (`graceMs` at most), then closes Slack. Resolves to how many were cut off. */
  stop(graceMs: number): Promise<number>
  /** Resolves, with why, when Slack can't be reached any more and never will be again. */
  readonly lost: Promise<unknown>
}

/** So long Slack waits for an ack. */
const ACK_MS = 3_000

/** The bot over either transport; used by main and by the tests. */
export function createBot(options: BotOptions): Bot {
  const { deps, port, host } = options
  const inFlight = createInFlight()
  let leaving = false
  const handle = createHandle(deps.log, inFlight)
  const own = {
    health: healthRoutes(options, () => inFlight.open && !leaving),
    hooks: hookRoute(options, handle, () => inFlight.open),
  }
  const { transport, lost } = transportOf(options, own)
  const app = createApp(options, transport.receiver)
  app.use(async ({ next }) => {
    if (inFlight.open) await next()
  })
  takeCommands(app, deps, handle)
  routeClicks(app, deps, [...ALL_BUTTONS, ...HELP_BUTTONS], handle)
  routeSubmissions(app, deps, ALL_MODALS, handle)
  routeEvents(app, deps, handle)
  return {
    async start() {
      await app.init()
      return transport.start({ port, ...(host ? { host } : {}) })
    },
    leave() {
      leaving = true
    },
    async stop(graceMs) {
      await transport.hangUp?.(inFlight.quiet(ACK_MS))
      const finished = inFlight.close(graceMs)
      await transport.stop(finished)
      return finished
    },
    lost,
  }
}

function transportOf({ deps, appToken, signingSecret = '', apiUrl }: BotOptions, own: Own) {
  const { log } = deps
  let say: (why: unknown) => void = () => undefined
  const lost = new Promise<unknown>((resolve) => {
    say = resolve
  })
  const transport: Transport = appToken
    ? socketTransport({ log, appToken, apiUrl, dispatcher: proxyInUse(), own, lost: say })
    : httpTransport({ log, signingSecret, own })
  return { transport, lost }
}

function createApp({ deps, botToken, apiUrl }: BotOptions, receiver: Receiver): App {
  return new App({
    token: botToken,
    receiver,
    deferInitialization: true,
    convoStore: false, // Bolt's own memory of conversations, which nobody here asks
    logger: boltLogger(deps.log),
    // Socket Mode would make every listener's client retry 100 times.
    clientOptions: {
      retryConfig: { retries: 0 },
      timeout: 10_000, // only a start asks by it: whether the token is taken
      ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    },
  })
}

/** Before the listeners: Bolt has each of them find out by itself whether a payload is its own. */
function takeCommands(app: App, deps: BotDeps, handle: Handle): void {
  app.use(async (args) => {
    if (!('command' in args)) return args.next()
    const { command, ack, respond } = args
    await handle(`command ${command.command}`, () =>
      inTime(
        answer(deps, command),
        (said) => ack(said ? privately(said) : undefined),
        () => ack({ response_type: 'ephemeral', text: 'Working on it; the answer comes here.' }),
        async (said) => {
          if (said) await respond(privately(said))
        },
      ),
    )
  })
}

/** Never rejects: what went wrong is an answer too. */
async function answer(deps: BotDeps, command: SlashCommand): Promise<Message | null> {
  try {
    const act = await actOf(deps, {
      teamId: command.team_id,
      enterpriseId: command.enterprise_id ?? null,
      userTeamId: null,
      userId: command.user_id,
      triggerId: command.trigger_id,
      channel: command.channel_id,
      surface: 'command',
    })
    return await offering(act, () => runCommand(command.text, { ...act, channel: command.channel_id }))
  } catch (error) {
    return explain(deps, error)
  }
}

function privately({ text, blocks }: Message) {
  return { response_type: 'ephemeral' as const, text, blocks: blocks as never }
}

/** What was not done is no reason to send nobody here any more. */
function foundWords(found: number): string {
  if (found === 0) return ''
  return `${found === 1 ? '1 thing was' : `${found} things were`} promised and not done, or done twice: the leads were told\n`
}

/** `/healthz`: the process runs. `/readyz`: it takes work and the database answers. */
function healthRoutes({ deps, ready, amiss }: BotOptions, open: () => boolean): Own['health'] {
  const say = (response: ServerResponse, fine: boolean, more = '') =>
    response
      .writeHead(fine ? 200 : 503, { 'content-type': 'text/plain' })
      .end(fine ? `ok\n${more}` : 'not ready\n')
  return {
    '/healthz': (_request, response) => say(response, true),
    '/readyz': (_request, response) => {
      Promise.all([ready(), amiss()]).then(
        ([fine, found]) => say(response, fine && open(), foundWords(found)),
        (error: unknown) => {
          deps.log.warn({ err: error }, 'Not ready')
          say(response, false)
        },
      )
    },
  }
}

/** Counted as every act is, so that a shutdown waits for it; none is taken from then on. */
function hookRoute({ deps, hooks }: BotOptions, handle: Handle, open: () => boolean): Own['hooks'] {
  return (request, response) => {
    if (!open()) return response.writeHead(503).end()
    return handle('report of a check', async () => {
      try {
        await hooks(request, response)
      } catch (error) {
        deps.log.error({ err: error }, 'A report could not be taken')
        if (!response.headersSent) response.writeHead(500).end()
      }
    })
  }
}
