import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Checks, Taken } from '../checks/check.ts'
import { Unread } from '../checks/unread.ts'
import type { ReportAddress } from '../domain/readiness/reports.ts'
import type { Logger } from '../log.ts'
import { Refusal } from '../refusal.ts'
import type { Deps } from '../usecases/deps.ts'
import { readAddress } from '../usecases/reads/reports.ts'
import { takeReport } from '../usecases/reports.ts'
import { documentIn, Refused } from './body.ts'

interface HookDeps extends Pick<Deps, 'db' | 'now' | 'enqueue'> {
  readonly checks: Checks
  readonly log: Logger
}

/** `POST /hooks/checks/<secret>`: a pipeline says how a check stands. Every answer is JSON; the log holds no word of what was sent. */
export function checksHook(deps: HookDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    const address = await addressOf(deps, pathname)
    try {
      if (request.method !== 'POST') throw new Refused(405, 'a report is sent with POST')
      if (!address || address.revokedAt) throw new Refused(404, GONE)
      say(response, 200, await received(deps, request, { address, campaign: searchParams.get('campaign') }))
    } catch (error) {
      const { status, message } = refusedBy(error)
      const { check, revokedAt } = address ?? {}
      deps.log.warn({ status, check, ...(revokedAt ? { revokedAt } : {}) }, 'A report refused')
      say(response, status, { error: message })
    }
  }
}

const GONE = 'there is no such address: it was revoked, or never made'

async function addressOf({ db }: HookDeps, pathname: string): Promise<ReportAddress | null> {
  const secret = /^\/hooks\/checks\/([\w-]{1,200})$/.exec(pathname)?.[1]
  return secret === undefined ? null : readAddress({ db }, secret)
}

interface Addressed {
  readonly address: ReportAddress
  readonly campaign: string | null
}

async function received(deps: HookDeps, request: IncomingMessage, to: Addressed): Promise<object> {
  const { check } = to.address
  const take = deps.checks.get(check)?.take
  if (!take) throw new Refused(404, `stairway.yaml declares no check ${check} that is reported`)
  const taken = take(await documentIn(request), deps.now())
  if (!taken) return { check, kept: false, why: 'its run still goes: its last document counts' }
  const campaign = campaignOf(taken, to.campaign)
  const newest = await takeReport(deps, to.address, { ...taken, campaign })
  const { status, at } = taken.report
  return { check, kept: true, status, at: at.toISOString(), campaign, newest }
}

/** Beside the document too, since a file of the standard has no place for it. */
function campaignOf({ campaign }: Taken, beside: string | null): string | null {
  if (campaign !== null && beside !== null && campaign !== beside)
    throw new Refused(400, `campaign: the address says ${beside}, the report ${campaign}`)
  return campaign ?? beside
}

/** What is no "no" goes up: it is a mistake of ours. */
function refusedBy(error: unknown): { readonly status: number; readonly message: string } {
  if (error instanceof Refused) return error
  if (error instanceof Unread || error instanceof Refusal) return { status: 400, message: error.message }
  throw error
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`)
}
