import { audited, auditWords, type Finding, findingsOf } from '../domain/audit/findings.ts'
import type { UserId } from '../domain/people.ts'
import { subjectOf } from '../domain/subject.ts'
import { claimAudit, dropFinding, keepFinding, knownFindings, markTold } from '../store/audits.ts'
import { openCampaigns } from '../store/campaigns.ts'
import type { Deps } from './deps.ts'
import { dutiesOf } from './duties.ts'
import { postToTeam } from './outbox.ts'
import { transact } from './transaction.ts'

const HOUR_MS = 3_600_000

/**
 * Once an hour, whatever the number of processes: holds what was due against what there is, and tells what two audits
 * in a row have found, once, and once that it is well again. It repairs nothing.
 */
export async function audit(deps: Deps): Promise<void> {
  const now = deps.now()
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  if (!(await claimAudit(deps.db, hour))) return
  const found = findingsOf(await dutiesOf(deps), now)
  const { fresh, tell, well, gone } = audited(await knownFindings(deps.db), found)
  if (fresh.length + tell.length + gone.length === 0) return
  const teams = [...new Set([...tell, ...well].map(({ teamId }) => teamId))]
  const people = new Map<string, readonly UserId[]>()
  for (const teamId of teams) people.set(teamId, await toldOf(deps, teamId))
  await transact(deps, async (open) => {
    for (const finding of fresh) await keepFinding(open.db, finding, now)
    for (const finding of tell) await markTold(open.db, finding, now)
    for (const finding of gone) await dropFinding(open.db, finding)
    for (const [teamId, targets] of people) {
      const of = (findings: readonly Finding[]) => findings.filter((each) => each.teamId === teamId)
      const words = auditWords(of(tell), of(well))
      for (const target of targets)
        await postToTeam(open, {
          ...{ teamId, kind: 'notice', subject: subjectOf('audit', hour), target },
          data: { words },
        })
    }
  })
}

/** The leads of the declared teams; where there is none, who owns a campaign that has not ended. */
async function toldOf(deps: Deps, teamId: string): Promise<UserId[]> {
  const leads = deps.catalog.teams.flatMap(({ lead }) => lead ?? [])
  const living = await stayed(deps, leads)
  if (living.length > 0) return living
  const open = await openCampaigns(deps.db)
  return stayed(
    deps,
    open.filter((each) => each.teamId === teamId).map(({ owner }) => owner),
  )
}

async function stayed(deps: Deps, people: readonly UserId[]): Promise<UserId[]> {
  const all = [...new Set(people)]
  const gone = await deps.deactivated(all)
  return all.filter((person) => !gone.includes(person))
}
