/** Words for those who can't see a picture: the finding first, then everything that the picture shows. */
import type { Tone } from './picture.ts'

export interface Statement {
  /** none: there is no figure to judge. */
  readonly tone: Tone | 'none'
  readonly words: string
}

/** Slack takes 2,000; a digest has two of them and 10,000 characters in all. */
export const LONGEST_ALT = 1_200
/** Room for "And 1 234 more." */
const REST = 40
const ORDER: readonly Statement['tone'][] = ['worse', 'better', 'kept', 'unclear', 'none']

/** What is worse first, then what is better: nobody should have to listen to the end to hear of harm. */
export function altOf(title: string, statements: readonly Statement[]): string {
  const ordered = statements.toSorted((a, b) => ORDER.indexOf(a.tone) - ORDER.indexOf(b.tone))
  const said = [summary(statements), ...ordered.map(({ words }) => `${clip(words)}.`)]
  const kept = fitting(said, LONGEST_ALT - REST - clip(title).length)
  const left = said.length - kept.length
  const more = left > 0 ? [`And ${left} more.`] : []
  return [kept[0] ?? '', clip(title), ...kept.slice(1), ...more].filter((part) => part !== '').join(' ')
}

/** "1 worse, 2 better, 3 unclear." */
function summary(statements: readonly Statement[]): string {
  const counted = (tone: Statement['tone'], words: string) => {
    const count = statements.filter((each) => each.tone === tone).length
    return count > 0 ? [`${count} ${words}`] : []
  }
  const parts = [
    ...counted('worse', 'worse'),
    ...counted('better', 'better'),
    ...counted('kept', 'within the margin'),
    ...counted('unclear', 'unclear'),
    ...counted('none', 'without a figure'),
  ]
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing to compare.'
}

function fitting(parts: readonly string[], room: number): readonly string[] {
  let left = room
  const end = parts.findIndex((part) => {
    left -= part.length + 1
    return left < 0
  })
  return end < 0 ? parts : parts.slice(0, end)
}

/** Names may be long. */
function clip(title: string): string {
  return title.length <= 300 ? title : `${title.slice(0, 299)}…`
}
