import { describe, expect, it } from 'vitest'
import { belongingOf, isOutside, type Origin } from '../../src/slack/belonging.ts'

const at = (origin: Partial<Origin> = {}): Origin => ({
  ...{ teamId: 'T1', enterpriseId: null, userTeamId: 'T1' },
  ...origin,
})
const OURS = { team_id: 'T1' }
const THEIRS = { team_id: 'T2' }
const SISTER = { team_id: 'T3', enterprise_user: { enterprise_id: 'E1', teams: ['T3'] } }
const BOTH = { team_id: 'T3', enterprise_user: { enterprise_id: 'E1', teams: ['T3', 'T1'] } }

describe('who is of outside', () => {
  it.each<[string, Partial<Origin>, unknown, boolean]>([
    ['a colleague', {}, OURS, false],
    ['a colleague of whom nothing is known', {}, null, false],
    ['another company’s, of whom nothing is known', { userTeamId: 'T2' }, null, true],
    ['another company’s, whatever Slack knows', { userTeamId: 'T2' }, OURS, true],
    ['a guest of several channels', {}, { ...OURS, is_restricted: true }, true],
    ['a guest of one channel', {}, { ...OURS, is_ultra_restricted: true }, true],
    ['a stranger', {}, { ...OURS, is_stranger: true }, true],
    ['a sister workspace’s', { userTeamId: 'T3', enterpriseId: 'E1' }, SISTER, false],
    ['a sister workspace’s, not known', { userTeamId: 'T3', enterpriseId: 'E1' }, null, true],
    ['of another Grid', { userTeamId: 'T3', enterpriseId: 'E2' }, SISTER, true],
    ['of the Grid as a whole', { userTeamId: 'E1', enterpriseId: 'E1' }, null, false],
    ['a guest of a sister workspace', { enterpriseId: 'E1' }, { ...SISTER, is_restricted: true }, true],
    ['a colleague’s command', { userTeamId: null }, OURS, false],
    ['a command of another company’s', { userTeamId: null }, THEIRS, true],
    ['a command of a sister workspace’s', { userTeamId: null, enterpriseId: 'E1' }, SISTER, false],
    ['a command of somebody of both', { userTeamId: null }, BOTH, false],
    ['a command of whom nothing is known', { userTeamId: null }, null, false],
    [
      'a command with an account of another shape',
      { userTeamId: null },
      { team_id: 7, is_restricted: 'no' },
      false,
    ],
  ])('%s', (_, origin, account, outside) => {
    expect(isOutside(at(origin), belongingOf(account))).toBe(outside)
  })
})
