import type { Counted, Counting, Unseen } from '../target.ts'
import type { Setting } from './setting.ts'
import { backOf, type Wish } from './wish.ts'

/** What is left of what a step has set: its state, read again, and whom it was served to since. */
export async function countOf(setting: Setting, wish: Wish, asked: Counting): Promise<Counted | Unseen> {
  const back = backOf(wish)
  if (back === null)
    return { is: 'counted', says: { state: `${wish.thing} off reaches nobody`, open: false, count: null } }
  const reading = await setting.read(wish, asked)
  if (reading.is === 'unread') return { is: 'unseen', why: reading.answer.words }
  const noun = wish.to === 'running' ? 'experiment' : 'flag'
  if (reading.is === 'missing') {
    const state = `there is no ${noun} ${wish.thing} in ${reading.where}`
    return { is: 'counted', says: { state, open: false, count: null } }
  }
  const where = reading.where === undefined ? '' : ` in ${reading.where}`
  const state = `the ${noun} ${wish.thing} is ${reading.state}${where}`
  const says = { state, open: !reading.idle && !reading.isSo(back) }
  // Whom it was on for before is served too, and counted with the others.
  const counted = wish.from === null ? ((await reading.count?.(asked)) ?? null) : null
  if (counted !== null && 'why' in counted)
    return { is: 'counted', says: { ...says, count: null, why: counted.why } }
  return { is: 'counted', says: { ...says, count: counted } }
}
