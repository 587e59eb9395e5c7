import type { Brief } from '../state/brief.ts'
import type { Campaign } from '../state/campaign.ts'
import { formatRelative } from '../text/numbers.ts'
import { searchWords } from '../text/search-words.ts'

/** More is a search, which `learnings` is for. */
const MOST = 3

/** Concluded campaigns that tell what may come of one: of the same goal, or for about the same people; the newest first. */
export function alike(brief: Brief, past: readonly Campaign[]): Campaign[] {
  return past
    .filter(
      (each) => each.conclusion !== null && (sameGoal(brief, each.brief) || samePeople(brief, each.brief)),
    )
    .sort((a, b) => ended(b) - ended(a))
    .slice(0, MOST)
}

function ended({ endedAt, id }: Campaign): number {
  return endedAt?.getTime() ?? id
}

function sameGoal({ outcome }: Brief, other: Brief): boolean {
  return outcome !== null && outcome.metric === other.outcome?.metric
}

/** Half of the words of whichever says less. */
function samePeople({ audience }: Brief, other: Brief): boolean {
  const [mine, theirs] = [audience, other.audience].map((each) => new Set(searchWords(each?.words ?? '')))
  if (!mine || !theirs || mine.size === 0 || theirs.size === 0) return false
  const shared = [...mine].filter((word) => theirs.has(word)).length
  return shared >= Math.min(mine.size, theirs.size) / 2
}

const REACHED = { yes: 'goal reached', no: 'goal not reached', unclear: "can't be told" } as const

/** "+3.1 % (shipped)", "unclear (stopped on harm: Unsubscribe)", "goal not reached" where nothing was measured. */
export function cameOfIt(campaign: Campaign): string {
  if (!campaign.conclusion) return ''
  const { measured, reached } = campaign.conclusion
  const then = thenWords(campaign)
  if (!measured?.found) return `${REACHED[reached]}${then}`
  const clear = measured.low > 0 || measured.high < 0
  return `${clear ? formatRelative(measured).lift : 'unclear'}${then}`
}

/** " (stopped on harm: Unsubscribe)": how it ended, and the guardrails that it hurt on data without a fault. */
function thenWords({ choices, harms, stopped }: Campaign): string {
  const chosen = choices.findLast(({ made }) => made)?.made?.chosen
  const sound = harms.filter(({ problems }) => problems.length === 0)
  const hurt = [...new Set(sound.flatMap(({ found }) => found.map(({ label }) => label)))].join(', ')
  const onHarm = sound.some(({ stops }) => stops)
  const then = onHarm ? 'stopped on harm' : stopped ? 'stopped' : chosen === 'ship' ? 'shipped' : null
  const harm = hurt === '' ? null : onHarm ? hurt : `harm: ${hurt}`
  const said = [then, harm].filter((each) => each !== null).join(onHarm ? ': ' : ', ')
  return said && ` (${said})`
}
