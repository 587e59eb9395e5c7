import { campaignWords } from '../brief/words.ts'
import type { Campaign } from '../state/campaign.ts'
import { token } from '../text/tokens.ts'
import { durationWords } from '../time/duration-words.ts'
import type { Bottleneck, Unmet } from './critical-path.ts'

/** What holds a launch, in words with tokens. */

/** "4 Consent list, Mei, 3 days late", "2 Audience model, Raj; 4 behind it is 3 days late", "1 Proof, Ana, due Tue". */
export function bottleneckWords({ task, person, cost, late }: Bottleneck): string {
  const who = person ? token.person(person) : 'nobody yet'
  const blocked = task.state === 'blocked' ? ', blocked' : ''
  const said = `${task.n} ${task.title}, ${who}${blocked}`
  if (!late) return task.dueAt ? `${said}, due ${token.time(task.dueAt)}` : said
  const behind = `${durationWords(cost)} late`
  return late.n === task.n ? `${said}, ${behind}` : `${said}; ${late.n} behind it is ${behind}`
}

/** "Go-live Tue 3 Mar can't be met: 4 Consent list can be ready Thu 5 Mar at the earliest." */
export function unmetWords({ goLive, task, at }: Unmet, campaign?: Campaign): string {
  const of = campaign ? ` of ${campaignWords(campaign)}` : ''
  const planned = task.dueAt?.getTime() === at.getTime()
  const why = planned ? `is due ${token.time(at)}` : `can be ready ${token.time(at)} at the earliest`
  return `Go-live ${token.day(goLive)}${of} can't be met: ${task.n} ${task.title} ${why}.`
}
