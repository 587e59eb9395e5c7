import { Refusal } from '../../refusal.ts'
import { CONFIDENCES, type Confidence } from '../state/follow-ups.ts'
import { tidyLine, unreadable, withinLength } from '../text/typed-value.ts'
import { bare, isBlank, visible } from '../text/visible.ts'

/** More than that is a plan of its own. */
const MOST_IDEAS = 10
const LONGEST_IDEA = 500
const LONGEST_LINK = 2_000

/** Where an analysis can be read. Throws a Refusal for anything but an https address. */
export function readLink(copied: string): string {
  const typed = visible(copied).replace(/^[\s`"“<]+|[\s`"”>]+$/g, '')
  const address = URL.canParse(typed) ? new URL(typed) : null
  if (address?.protocol !== 'https:' || address.username !== '' || address.password !== '')
    throw unreadable('a link', typed, 'Write a whole address, such as https://bi.example/q/12.')
  return withinLength('link', typed, LONGEST_LINK)
}

export function readConfidence(typed: string): Confidence {
  const found = CONFIDENCES.find((each) => each === bare(typed).toLowerCase())
  if (found) return found
  throw unreadable('how sure it is', typed, `Write ${CONFIDENCES.join(', ').replace(/, (?=\w+$)/, ' or ')}.`)
}

/** Ideas, each on one line; empty ones are none. Throws a Refusal for too many, or one that is too long. */
export function readIdeas(typed: readonly string[]): string[] {
  const ideas = typed.map(tidyLine).filter((idea) => !isBlank(idea))
  if (ideas.length > MOST_IDEAS)
    throw new Refusal('invalid', `That are ${ideas.length} ideas; ${MOST_IDEAS} fit. Keep the best.`)
  return ideas.map((idea) => withinLength('idea', idea, LONGEST_IDEA))
}
