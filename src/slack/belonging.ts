import { z } from 'zod'

/** Where somebody belongs, by what Slack says of their account. */
export interface Belonging {
  /** Ids of the workspaces that they are of; none where Slack does not say. */
  readonly teams: readonly string[]
  /** The company that those are of, on Enterprise Grid. */
  readonly enterprise: string | null
  /** Of single or several channels, or of another company. */
  readonly guest: boolean
  readonly bot: boolean
}

const id = z.string().min(1).optional().catch(undefined)
const flag = z.boolean().catch(false)
const ACCOUNT = z
  .object({
    team_id: id,
    is_restricted: flag,
    is_ultra_restricted: flag,
    is_stranger: flag,
    is_bot: flag,
    enterprise_user: z
      .object({ enterprise_id: id, teams: z.array(z.string()).catch([]) })
      .optional()
      .catch(undefined),
  })
  .catch({ is_restricted: false, is_ultra_restricted: false, is_stranger: false, is_bot: false })

/** The belonging of a `user` of users.info. */
export function belongingOf(user: unknown): Belonging {
  const { team_id, enterprise_user, ...account } = ACCOUNT.parse(user)
  return {
    teams: [...(team_id ? [team_id] : []), ...(enterprise_user?.teams ?? [])],
    enterprise: enterprise_user?.enterprise_id ?? null,
    guest: account.is_restricted || account.is_ultra_restricted || account.is_stranger,
    bot: account.is_bot,
  }
}

/** What a payload says of where it comes from. */
export interface Origin {
  /** The workspace that it was done in, with its company on Enterprise Grid. */
  readonly teamId: string
  readonly enterpriseId: string | null
  /** The workspace of who did it; commands don't say. */
  readonly userTeamId: string | null
}

/**
 * Whether who acts is of another company, or a guest. The payload decides where it can, since a look-up may fail; of whom
 * nothing is known otherwise, the workspace that they typed a command in has let them.
 */
export function isOutside({ teamId, enterpriseId, userTeamId }: Origin, account: Belonging): boolean {
  if (account.guest) return true
  const colleague = enterpriseId !== null && account.enterprise === enterpriseId
  if (userTeamId !== null) return userTeamId !== teamId && userTeamId !== enterpriseId && !colleague
  return account.teams.length > 0 && !account.teams.includes(teamId) && !colleague
}
