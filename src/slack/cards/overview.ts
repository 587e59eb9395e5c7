import type { Standing } from '../../domain/digest/standing.ts'
import { dayWords } from '../../domain/readout/words.ts'
import { stageWords } from '../../domain/state/stage.ts'
import type { Held, Overview } from '../../usecases/reads/overview.ts'
import { divider, note, section } from '../kit/blocks.ts'
import type { Part } from '../kit/fit.ts'
import { bold, code, joinMd, lines, type Mrkdwn, md } from '../kit/mrkdwn.ts'
import type { Look } from './look.ts'
import { count, linkTo, people, person } from './parts.ts'

/** Where campaigns stand, worst first, with what each waits for; then what waits for others. */
export function overviewParts({ standings, held, more: others }: Overview, look: Look): Part[] {
  const running = standings.map((standing) => [section(standingRow(standing, look))])
  const holding = held.map((each) => [section(heldRow(each, look))])
  const more = (hidden: number) => (others ? note(MORE) : note(md`and ${hidden} more: All has them`))
  return [
    standings.length > 0 && divider(),
    standings.length > 0 && section(lines(bold('Live campaigns'), others ? PRESSING : countLine(standings))),
    { items: running, more },
    held.length > 0 && section(bold('Waiting for others')),
    { items: holding, more },
  ].filter((part) => part !== false)
}

const MORE = md`and more: All has them`
/** Where not all were read, nothing is counted. */
const PRESSING = md`More run than fit here: these are the most pressing ones.`

/** "3 campaigns: 1 failed, 1 over, 1 waits for a decision, 2 late answers." */
function countLine(standings: readonly Standing[]): Mrkdwn {
  const late = standings.reduce((sum, { overdue }) => sum + overdue, 0)
  const counted: readonly [number, string][] = [
    [standings.filter(isFailed).length, 'with a problem'],
    [standings.filter(({ over }) => over === true).length, 'over'],
    [standings.filter(({ decision }) => decision !== undefined).length, 'waiting for a decision'],
    [late, late === 1 ? 'answer late' : 'answers late'],
  ]
  const said = counted.filter(([n]) => n > 0).map(([n, words]) => `${n} ${words}`)
  const all = count(standings.length, 'campaign')
  return said.length > 0 ? md`${all}: ${said.join(', ')}.` : md`${all}, none with anything late or wrong.`
}

/** Its data or its digest, or harm. */
const isFailed = ({ rank, late }: Standing): boolean => rank === 0 || late === 'missed'

/** "■ *Spring win-back*  `winback`, day 22, 21 were planned  *Ship Win-back e-mail.*", and what waits for whom. */
function standingRow(standing: Standing, look: Look): Mrkdwn {
  const { key, name, day, horizonDays, stage, verdict, pressing, owner, overdue, open } = standing
  const paused = stage === 'live' ? '' : `, ${stageWords(stage)}`
  const head = md`${pressing ? '■ ' : ''}${bold(linkTo(key, name, look, 80))}  ${code(key)}, ${dayWords({ day, horizonDays })}${paused}`
  const facts = [
    standing.decision &&
      md`${person(owner, look)} ${standing.decision === 'late' ? 'has not decided, late' : 'decides'}`,
    standing.over && md`over: ${person(owner, look)} concludes it`,
    open > 0 && `${count(open, 'follow-up')} open${overdue > 0 ? `, ${overdue} late` : ''}`,
    standing.late === 'missed' && 'its digest is overdue',
  ]
  const waits = facts.some(Boolean) ? joinMd(facts, ' · ') : null
  return lines(md`${head}  ${bold(linkTo(`${key}:digest`, verdict, look, 160))}`, waits)
}

const WAITS: Readonly<Record<Held['what'], string>> = {
  approval: 'to be approved by',
  resubmit: 'changed since: to be submitted again by',
  'late tasks': 'late tasks of',
  step: 'a launch step to be confirmed by',
  'failed step': 'a launch step failed:',
  'paused step': 'a launch is paused:',
}

/** "*Loyalty*  `loyalty`  to be approved by Raj or Mei". */
function heldRow({ campaign, what, who, count: n }: Held, look: Look): Mrkdwn {
  const name = md`${bold(linkTo(campaign.key, campaign.brief.name, look, 80))}  ${code(campaign.key)}`
  if (what === 'late tasks') return md`■ ${name}  ${count(n, 'task')} late, of ${people(who, look, 'and')}`
  const glyph = what === 'failed step' || what === 'paused step' ? '■ ' : ''
  return md`${glyph}${name}  ${WAITS[what]} ${people(who, look)}`
}
