import type { DropLimits } from '../domain/catalog/drops.ts'
import { duration, map, share } from './fields.ts'

/** How many people may be lost on the way, and how long they may take: what is not said stays as it is without it. */
const allowed = (usual: string) => share(0, usual).optional()
const within = (usual: string) => duration('h', 720, usual).optional()

export const drops = map({
  synced: allowed('5%'),
  messaged: allowed('10%'),
  exposed: allowed('20%'),
  analysed: allowed('1%'),
  'messaged-within': within('24h'),
  'synced-within': within('72h'),
}).transform(
  ({ 'messaged-within': messagedWithinHours, 'synced-within': syncedWithinHours, ...shares }) =>
    Object.fromEntries(
      Object.entries({ ...shares, messagedWithinHours, syncedWithinHours }).filter(
        ([, value]) => value !== undefined,
      ),
    ) as Partial<DropLimits>,
)
