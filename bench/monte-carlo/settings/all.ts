/** Every line that is simulated, by the table that shows it. */
import type { Setting } from '../setting.ts'
import { CURSED, EFFECTS, HORIZONS, NOVELTIES, SEVERAL, SIZES } from './effects.ts'
import { AT_THEIR_MARGIN, GUARDED, WATCHED } from './guarded.ts'
import { WITHOUT } from './without.ts'

export const WITHOUT_AN_EFFECT: readonly Setting[] = [...WITHOUT, ...AT_THEIR_MARGIN, ...WATCHED]

export const WITH_AN_EFFECT: readonly Setting[] = [
  ...EFFECTS,
  ...GUARDED,
  ...NOVELTIES,
  ...HORIZONS,
  ...SIZES,
  ...CURSED,
  ...SEVERAL,
]

export function settingNamed(name: string): Setting {
  const found = [...WITHOUT_AN_EFFECT, ...WITH_AN_EFFECT].find((each) => each.name === name)
  if (!found) throw new RangeError(`No setting is named ${name}`)
  return found
}
