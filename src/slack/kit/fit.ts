import { type KitBlock, type Maybe, note, present } from './blocks.ts'
import { md } from './mrkdwn.ts'

/** One limit of a surface: the sum of `of` over its blocks stays at or below `max`. */
interface Measure {
  readonly max: number
  readonly of: (block: KitBlock) => number
}

/** Every string and number in a value but the `type` names: what Slack may count as text. */
const textSize = (value: unknown): number => {
  if (typeof value === 'string') return value.length
  if (typeof value === 'number') return String(value).length
  if (typeof value !== 'object' || value === null) return 0
  let sum = 0
  for (const key in value) if (key !== 'type') sum += textSize(value[key as keyof typeof value])
  return sum
}

/**
 * A message: 50 blocks, 10,000 characters. Slack refuses about 12,000 (msg_blocks_too_long) and counts something for
 * each block too: an empty divider cost 125 (slackapi/bolt-js issue 2509).
 */
export const MESSAGE: readonly Measure[] = [
  { max: 50, of: () => 1 },
  { max: 10_000, of: textSize },
  { max: 12_000, of: (block) => textSize(block) + 125 },
]

/** A modal or Home: 100 blocks, 250 kB of JSON, of which 20 kB are kept for the frame and its private metadata. */
export const VIEW: readonly Measure[] = [
  { max: 100, of: () => 1 },
  { max: 230_000, of: (block) => Buffer.byteLength(JSON.stringify(block)) + 1 },
]

/** A list whose end may be left out; each item is the blocks of one row. */
interface DroppableList {
  readonly items: readonly (readonly KitBlock[])[]
  /** Says how many items were left out and where they can be seen. */
  readonly more: (hidden: number) => KitBlock
}

type Room = readonly number[]

const cost = (blocks: readonly KitBlock[], measures: readonly Measure[]): Room =>
  measures.map(({ of }) => blocks.reduce((sum, block) => sum + of(block), 0))

const minus = (room: Room, used: Room): Room => room.map((left, i) => left - (used[i] ?? 0))
const plus = (a: Room, b: Room): Room => a.map((left, i) => left + (b[i] ?? 0))
const fits = (used: Room, room: Room): boolean => used.every((amount, i) => amount <= (room[i] ?? 0))

/** The longest beginning of the list that fits with its "more" line; the line alone when no item does. */
const beginning = (list: DroppableList, room: Room, measures: readonly Measure[]): KitBlock[] => {
  const sums: Room[] = [measures.map(() => 0)]
  for (const item of list.items) sums.push(plus(sums.at(-1) ?? [], cost(item, measures)))
  const all = list.items.length
  if (fits(sums[all] ?? [], room)) return list.items.flat()
  let kept = all - 1
  while (kept > 0 && !fits(plus(sums[kept] ?? [], cost([list.more(all - kept)], measures)), room)) kept--
  return [...list.items.slice(0, kept).flat(), list.more(all - kept)]
}

export type Part = Maybe<KitBlock> | DroppableList

const isList = (part: KitBlock | DroppableList): part is DroppableList => 'items' in part

/** Whether blocks fit onto a surface as they are. */
export const fitsOn = (blocks: readonly KitBlock[], measures: readonly Measure[]): boolean =>
  fits(
    cost(blocks, measures),
    measures.map(({ max }) => max),
  )

/** What each list needs at least: its "more" line. */
const leastOf = (list: DroppableList, measures: readonly Measure[]): Room =>
  list.items.length === 0 ? measures.map(() => 0) : cost([list.more(list.items.length)], measures)

/**
 * Fits parts onto a surface: blocks stay, lists lose items from their end, the last list first. Blocks alone that are
 * too many are left to `message`, `modal` and `home`.
 */
export const fitParts = (parts: readonly Part[], measures: readonly Measure[]): KitBlock[] => {
  const kept = present<KitBlock | DroppableList>(parts)
  const lists = kept.filter(isList)
  const fixed = kept.filter((part): part is KitBlock => !isList(part))
  let room = minus(
    lists.reduce(
      (left, list) => minus(left, leastOf(list, measures)),
      measures.map(({ max }) => max) as Room,
    ),
    cost(fixed, measures),
  )
  return kept.flatMap((part) => {
    if (!isList(part)) return [part]
    room = plus(room, leastOf(part, measures))
    const blocks = beginning(part, room, measures)
    room = minus(room, cost(blocks, measures))
    return blocks
  })
}

interface FitListOptions extends DroppableList {
  readonly head?: readonly Maybe<KitBlock>[]
  readonly tail?: readonly Maybe<KitBlock>[]
  /** MESSAGE unless given. */
  readonly surface?: readonly Measure[]
}

/** One list between a head and a tail that always stay, on one surface. */
export const fitList = ({ head = [], tail = [], surface = MESSAGE, ...list }: FitListOptions): KitBlock[] =>
  fitParts([...head, list, ...tail], surface)

/** The last resort for blocks that nobody marked as droppable: the first ones, and a line that says so. */
export const settle = (blocks: readonly KitBlock[], measures: readonly Measure[]): KitBlock[] => {
  if (fitsOn(blocks, measures)) return [...blocks]
  return fitParts(
    [
      {
        items: blocks.map((block) => [block]),
        more: (hidden) => note(md`${hidden} more ${hidden === 1 ? 'part' : 'parts'} did not fit here.`),
      },
    ],
    measures,
  )
}
