import type { Kind } from '../config/kinds.ts'
import type { Check } from './check.ts'

/** The kinds that an entry of `checks:` can be of. */
export const CHECK_KINDS: readonly Kind<Check>[] = []
