/** Who comes when: all together as planned, to the arms by chance. */
import { count, type Random } from './draws.ts'
import { dayOf, type Setting, slotsADay } from './setting.ts'

/** How many come in a slot, by arm. */
export function arrivals(setting: Setting, slot: number, random: Random): number[] {
  let left = comeBy(setting, slot + 1) - comeBy(setting, slot)
  let weights = setting.arms.reduce((sum, each) => sum + each, 0)
  return setting.arms.map((weight) => {
    const people = weight >= weights ? left : count(left, weight / weights, random)
    left -= people
    weights -= weight
    return people
  })
}

const COMING = new WeakMap<Setting, number[]>()

/** People in all arms before a slot. */
function comeBy(setting: Setting, slot: number): number {
  const known = COMING.get(setting) ?? coming(setting)
  COMING.set(setting, known)
  return known[Math.min(slot, known.length - 1)] ?? 0
}

function coming(setting: Setting): number[] {
  const slots = setting.arrivalDays * slotsADay(setting)
  const weights = Array.from({ length: slots }, (_, slot) => setting.arriving(dayOf(setting, slot)))
  const whole = weights.reduce((sum, each) => sum + each, 0)
  const by = [0]
  let sum = 0
  for (const weight of weights) {
    sum += weight
    by.push(Math.round((setting.people * sum) / whole))
  }
  return by
}
