/** What a verdict that ends something asks of a campaign's owner: ship it, keep it running, or stop. */

import { Refusal } from '../../refusal.ts'
import { verdictWords } from '../readout/headline.ts'
import type { ArmVerdict, Verdict } from '../readout/pieces.ts'
import type { Readout } from '../readout/readout.ts'
import type { Suggestion } from '../readout/suggestion.ts'
import type { Campaign, CampaignState } from '../state/campaign.ts'
import type { Choice, Chosen, SeenVerdict } from '../state/choices.ts'
import type { CampaignEvent } from '../state/events.ts'
import { isRunning, transition } from '../state/stage.ts'
import { token } from '../text/tokens.ts'
import { isBlank } from '../text/visible.ts'

/** As they are said, and stand on buttons. */
export const CHOICE_WORDS: Readonly<Record<Chosen, string>> = {
  ship: 'ship',
  keep: 'keep running',
  stop: 'stop',
}

/** The choice that waits to be made; null where none does. */
export function openChoice(campaign: Pick<Campaign, 'choices' | 'stage'>): Choice | null {
  const last = campaign.choices.at(-1)
  return last && isRunning(campaign) && !last.made && !last.lapsedAt ? last : null
}

export function isLateChoice({ made, lapsedAt, dueAt }: Choice, now: Date): boolean {
  return !made && !lapsedAt && dueAt < now
}

/** Decided to ship or to stop, and not concluded yet. */
export function awaitsConclusion({ choices, stage }: Pick<Campaign, 'choices' | 'stage'>): boolean {
  const chosen = choices.at(-1)?.made?.chosen
  return isRunning({ stage }) ? chosen === 'ship' : stage === 'stopped' && chosen === 'stop'
}

/** Verdicts that end something. */
export const ENDS: ReadonlySet<Verdict> = new Set(['ship', 'stop', 'iterate', 'redesign', 'head-to-head'])
const UNJUDGED: ReadonlySet<Verdict> = new Set(['fix', 'cannot judge'])

/** What the verdicts on the arms recommend for the campaign; null where the data can't be judged. */
export function recommended(verdicts: readonly ArmVerdict[]): Chosen | null {
  const all = new Set(verdicts.map(({ verdict }) => verdict))
  if (all.size === 0 || [...all].some((each) => UNJUDGED.has(each))) return null
  if (all.has('ship')) return 'ship'
  return all.has('keep running') ? 'keep' : 'stop'
}

function endsSomething({ verdicts }: Readout): boolean {
  return recommended(verdicts) !== null && verdicts.some(({ verdict }) => ENDS.has(verdict))
}

/** Without what asks to run on beside a verdict that ends something. */
export function besideVerdict(suggestions: readonly Suggestion[], readout: Readout): readonly Suggestion[] {
  return endsSomething(readout) ? suggestions.filter(({ step }) => step !== 'model') : suggestions
}

interface Look {
  readonly digestId: number
  readonly dueAt: Date
  readonly over: boolean
}

/** The events of a look: a new verdict that ends something asks, and one that no longer stands asks nothing. */
export function choiceEvents(
  { campaign }: Pick<CampaignState, 'campaign'>,
  readout: Readout | null,
  { digestId, dueAt, over }: Look,
): CampaignEvent[] {
  const recommends = readout && recommended(readout.verdicts)
  if (!readout || !recommends || !isRunning(campaign)) return []
  const open = openChoice(campaign)
  const lapsed: CampaignEvent[] = open ? [{ kind: 'choice_lapsed', n: open.n }] : []
  if (!endsSomething(readout)) return lapsed
  const verdict: SeenVerdict = {
    ...{ digestId, day: readout.day, recommends, over },
    words: verdictWords(readout).verdict,
    reasons: verdictWords(readout).reasons,
    arms: readout.verdicts.map(({ arm, verdict }) => `${arm} ${verdict}`),
  }
  if (open ? isSame(open.verdict, verdict) : isSettled(campaign.choices.at(-1), verdict)) return []
  return [...lapsed, { kind: 'choice_asked', n: campaign.choices.length + 1, verdict, dueAt }]
}

function isSame(one: SeenVerdict, other: SeenVerdict): boolean {
  return JSON.stringify(one.arms) === JSON.stringify(other.arms)
}

/** What was decided to end stays that while no other end is recommended; keep running until the verdict changes, or the last day has passed. */
function isSettled(last: Choice | undefined, now: SeenVerdict): boolean {
  if (!last?.made) return false
  const { made, verdict } = last
  if (made.chosen === 'keep') return isSame(verdict, now) && (verdict.over || !now.over)
  return now.recommends === verdict.recommends || now.recommends === made.chosen
}

/** Throws a Refusal where nothing waits to be decided, or what was decided ends the campaign already. `n`: the choice that was seen; null for whichever waits. */
export function choiceToMake({ campaign }: Pick<CampaignState, 'campaign'>, n: number | null): Choice {
  const { key, stage, choices } = campaign
  if (!isRunning(campaign)) transition(stage, 'pause', key)
  const last = choices.at(-1)
  if (!last || last.lapsedAt)
    throw new Refusal(
      'conflict',
      `No verdict of ${key} asks for a decision now. \`/campaign results ${key}\``,
    )
  if (n !== null && n !== last.n)
    throw new Refusal(
      'conflict',
      `The verdict on ${key} has changed since: ${last.verdict.words} ${askedWords(key)}`,
    )
  if (last.made && (n !== null || last.made.chosen !== 'keep')) throw decidedAlready(key, last.made)
  return last
}

const askedWords = (key: string) => `\`/campaign decide ${key}\` shows it.`

function decidedAlready(key: string, { chosen, by, at }: NonNullable<Choice['made']>): Refusal {
  const next = chosen === 'ship' ? ` It can be concluded: \`/campaign conclude ${key}\`` : ''
  return new Refusal(
    'conflict',
    `${key} was decided by ${token.person(by)}, ${token.time(at)}: ${CHOICE_WORDS[chosen]}.${next}`,
  )
}

/** The events that decide it; to stop stops the campaign. Throws a Refusal without a reason against the verdict. */
export function makeChoice(
  state: Pick<CampaignState, 'campaign'>,
  { n, chosen, words }: { readonly n: number | null; readonly chosen: Chosen; readonly words: string | null },
): CampaignEvent[] {
  const choice = choiceToMake(state, n)
  const { key } = state.campaign
  const { recommends, words: verdict } = choice.verdict
  const why = words === null || isBlank(words) ? null : words
  if (choice.made?.chosen === chosen) throw decidedAlready(key, choice.made)
  if (why === null && chosen !== recommends)
    throw new Refusal(
      'invalid',
      `The verdict is: ${verdict} Say why it is decided otherwise: \`/campaign decide ${key} ${chosen} <words>\``,
    )
  const made: CampaignEvent = { kind: 'choice_made', n: choice.n, chosen, words: why }
  return chosen === 'stop'
    ? [made, { kind: 'stopped', words: why ?? verdict, undoes: true, asked: true }]
    : [made]
}
