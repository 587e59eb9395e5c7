import { describe, expect, it } from 'vitest'
import type { CampaignEvent } from '../../../src/domain/state/events.ts'
import { eventLine, historyMessage } from '../../../src/slack/cards/history.ts'
import * as facts from './facts.ts'
import { buttonsOf } from './facts.ts'

const LOOK = facts.lookAt(facts.later(3 * facts.DAY))
const { campaign } = facts.state(...facts.LIVE)

describe('the history', () => {
  const line = (event: CampaignEvent, by = 'UANA') => {
    const [recorded] = facts.recorded([{ event, by, from: 'command' }])
    if (!recorded) throw new Error('Nothing was recorded')
    return eventLine(recorded, LOOK).source.replace(/^<[^>]*> {2}/, '')
  }
  const [before] = facts.TASKS
  const after = before && {
    ...before,
    assignee: 'UMEI',
    dueAt: facts.later(facts.DAY),
    evidence: 'seen by {@URAJ}',
  }
  if (!before || !after) throw new Error('There is no task')
  const DUE = '<!date^1772524800^{date_short_pretty} {time}|Tue 3 Mar 2026 08:00 UTC>'

  it.each<[CampaignEvent, string]>([
    [facts.created(), 'created it with 4 tasks from lifecycle-email'],
    [
      {
        kind: 'brief_changed',
        field: 'audience',
        from: facts.BRIEF.audience,
        to: { words: 'all', size: 51_200 },
      },
      'changed audience 42\u202f610 → 51\u202f200',
    ],
    [
      {
        kind: 'brief_changed',
        field: 'audience',
        from: facts.BRIEF.audience,
        to: { words: 'all', size: 42_610 },
      },
      'changed the words of the audience',
    ],
    [{ kind: 'brief_changed', field: 'partner', from: null, to: 'UMEI' }, 'changed data partner none → Mei'],
    [{ kind: 'task_added', task: before }, 'added task 1 Audience list is agreed'],
    [
      { kind: 'task_changed', verb: 'start', before, after: before },
      'started task 1 Audience list is agreed',
    ],
    [
      { kind: 'task_changed', verb: 'done', before, after },
      'marked done task 1 Audience list is agreed: seen by Raj',
    ],
    [
      { kind: 'task_changed', verb: 'assign', before, after },
      'assigned task 1 Audience list is agreed to Mei',
    ],
    [
      { kind: 'task_changed', verb: 'due', before, after },
      `moved the due date of task 1 Audience list is agreed to ${DUE}`,
    ],
    [
      facts.SUBMITTED,
      'submitted it, request 1, expires <!date^1772697600^{date_short_pretty} {time}|Thu 5 Mar 2026 08:00 UTC>',
    ],
    [
      {
        kind: 'decided',
        decision: { by: 'UANA', team: 'data', verdict: 'approve', words: 'fine', at: facts.START },
      },
      'approved for data: fine',
    ],
    [{ kind: 'approved' }, 'completed the approval'],
    [{ kind: 'declined', words: 'stale' }, 'sent it back to preparing: stale'],
    [{ kind: 'withdrawn', words: null }, 'withdrew it'],
    [{ kind: 'expired' }, 'closed the request, which had expired'],
    [{ kind: 'launch_scheduled', launchAt: facts.later(facts.DAY) }, `scheduled the launch for ${DUE}`],
    [{ kind: 'launch_refused', why: 'a freeze' }, 'did not start the launch: a freeze'],
    [
      { kind: 'launch_missed', launchAt: facts.later(facts.DAY), why: 'the disk is full' },
      `could not start the launch set for ${DUE}: the disk is full`,
    ],
    [{ kind: 'launch_started', plan: facts.BRIEF.plan }, 'launched it, 2 steps'],
    [facts.step(1, { state: 'sending' }), 'sent step 1'],
    [facts.begun(1, 'run-7'), 'heard that step 1 was begun'],
    [facts.FIRST_DONE, 'finished step 1: 200 OK'],
    [facts.step(1, { state: 'failed', outcome: '503' }), 'failed at step 1: 503'],
    [facts.step(1, { state: 'waiting', tries: 1 }), 'asked to send step 1 again'],
    [{ kind: 'went_live' }, 'put it live'],
    [{ kind: 'paused', words: 'stock' }, 'paused it: stock'],
    [{ kind: 'resumed', words: '{@UTOM} pressed Resume' }, 'resumed it: Tom pressed Resume'],
    [{ kind: 'stopped', words: 'wrong list' }, 'stopped it: wrong list'],
    [{ kind: 'cancelled', words: 'no budget' }, 'cancelled it: no budget'],
    [{ kind: 'digest_planned', plan: null }, 'switched the digest off'],
    [
      {
        kind: 'digest_planned',
        plan: { channel: 'C0DATA', schedule: { kind: 'daily', time: '09:00', zone: 'UTC' } },
      },
      'set the digest to daily 09:00, UTC, in <#C0DATA>',
    ],
    [{ kind: 'digest_made', digestId: 5, headline: 'Purchase is up.' }, 'made digest 5: Purchase is up.'],
    [facts.asked(1, 'Why?'), 'asked follow-up 1 of Raj: Why?'],
    [{ kind: 'follow_up_answered', n: 1, finding: 'Stock' }, 'answered follow-up 1: Stock'],
    [{ kind: 'suggestion_dismissed', digestId: 5, code: 'srm' }, 'found a suggestion of digest 5 not needed'],
    [
      { kind: 'concluded', conclusion: { reached: 'yes', growth: 'good', learned: 'Short subjects' } },
      'concluded it: desired outcome yes, growth good: Short subjects',
    ],
  ])('tells %j in one line', (event, words) => {
    expect(line(event)).toBe(`Ana ${words} (command)`)
  })

  it('is paged', () => {
    const events = facts.recorded(Array.from({ length: 20 }, () => ({ kind: 'approved' }) as const))
    const sent = historyMessage(campaign, events, { page: 2, total: 45 }, LOOK)
    expect(sent.text).toContain('Events 21 to 40 of 45, the newest first')
    expect(buttonsOf(sent.blocks)).toEqual(['Previous', 'Next'])
    expect(buttonsOf(historyMessage(campaign, events, { page: 1, total: 20 }, LOOK).blocks)).toEqual([])
  })
})
