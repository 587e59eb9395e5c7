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

interface HookDeps extends Pick<Deps, 'db' | 'now'> {
  readonly checks: Checks
  readonly log: Logger
}

/** `POST /hooks/checks/<secret>`: a pipeline says how a check stands. Every answer is JSON; one that is no is logged without what was sent. */
export function checksHook(deps: HookDeps) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      say(response, 200, await received(deps, request))
    } catch (error) {
      const { status, message } = refusedBy(error)
      deps.log.warn({ status, why: message }, 'A report refused')
      say(response, status, { error: message })
    }
  }
}

async function received(deps: HookDeps, request: IncomingMessage): Promise<object> {
  if (request.method !== 'POST') throw new Refused(405, 'a report is sent with POST')
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
  const address = await addressOf(deps, pathname)
  const take = deps.checks.get(address.check)?.take
  if (!take) throw new Refused(404, `stairway.yaml declares no check ${address.check} that is reported`)
  const taken = take(await documentIn(request), deps.now())
  const { check } = address
  if (!taken) return { check, kept: false, why: 'its run still goes: its last document counts' }
  const campaign = campaignOf(taken, searchParams.get('campaign'))
  const newest = await takeReport(deps, address, { ...taken, campaign })
  const { status, at } = taken.report
  return { check, kept: true, status, at: at.toISOString(), campaign, newest }
}

const GONE = 'there is no such address: it was revoked, or never made'

async function addressOf({ db, log }: HookDeps, pathname: string): Promise<ReportAddress> {
  const secret = /^\/hooks\/checks\/([\w-]{1,200})$/.exec(pathname)?.[1]
  const address = secret === undefined ? null : await readAddress({ db }, secret)
  if (address && !address.revokedAt) return address
  if (address)
    log.warn({ check: address.check, revokedAt: address.revokedAt }, 'A report with a revoked secret')
  throw new Refused(404, GONE)
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
