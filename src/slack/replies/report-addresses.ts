import { randomBytes } from 'node:crypto'
import { token } from '../../domain/text/tokens.ts'
import { listReportedChecks } from '../../usecases/reads/reports.ts'
import { makeReportAddress, revokeReportAddress } from '../../usecases/report-addresses.ts'
import { reportAddressesMessage } from '../cards/report-addresses.ts'
import type { Act, ReportsAt } from '../context.ts'
import type { Message } from '../kit/surfaces.ts'
import { drawn, said } from './said.ts'

/** The addresses at which pipelines report checks: private answers, of which one alone holds a secret. */

const BYTES = 32

/** Shows a new address to who asks, this once; the one before it serves no more. */
export async function newReportAddress(act: Act, check: string): Promise<Message> {
  // By its beginning the log and whoever looks for secrets in code know what it is.
  const secret = `swcheck_${randomBytes(BYTES).toString('base64url')}`
  const before = await makeReportAddress(act.deps, act.actor, check, secret)
  const path = `/hooks/checks/${secret}`
  const ended = before
    ? `The address that ${token.person(before.madeBy)} made ${token.time(before.madeAt)} works no more.`
    : null
  const words = [
    `Whoever has this address can report ${token.bold(check)}. It is shown this once: keep it as a secret of your pipeline.`,
    `\`POST ${path}\``,
    placeWords(act.deps.reportsAt),
    `\`curl --json '{"status":"pass","figure":"0.91"}' https://your.host${path}\``,
    ...(ended === null ? [] : [ended]),
  ]
  return said(act, words.join('\n'), before)
}

export async function noReportAddress(act: Act, check: string): Promise<Message> {
  const { madeBy, madeAt } = await revokeReportAddress(act.deps, act.actor, check)
  return said(
    act,
    `The address of ${token.bold(check)} that ${token.person(madeBy)} made ${token.time(madeAt)} works no more. What was reported stays.`,
  )
}

export async function reportAddresses(act: Act): Promise<Message> {
  const checks = await listReportedChecks(act.deps, act.actor)
  if (checks.length > 0) return drawn(act, checks, (look) => reportAddressesMessage(checks, look))
  return said(act, 'Pipelines report nothing yet: no check in stairway.yaml is of `kind: report`.')
}

/** What stands before the path. */
export function placeWords(at: ReportsAt): string {
  if (at.over === 'http') return 'It is on the host at which Slack calls me.'
  if (at.port === null)
    return 'In Socket Mode it is on port 3000 of the machine that I run on, since `PORT` is not set there: set `PORT` to one that your pipelines reach.'
  if (at.port === 0)
    return 'In Socket Mode it is on the machine that I run on, and `PORT` is 0 there, so the port is another one at each start: set `PORT` to one that your pipelines reach.'
  return `In Socket Mode it is on port ${at.port} of the machine that I run on, which your pipelines must be able to reach.`
}
