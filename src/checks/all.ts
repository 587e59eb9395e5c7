import type { Kind } from '../config/kinds.ts'
import { audience } from './audience.ts'
import type { Check } from './check.ts'
import { dbt } from './dbt/dbt.ts'
import { http } from './http.ts'
import { contacts, overlap } from './people.ts'
import { report } from './report/report.ts'
import { sql } from './sql.ts'

/** The kinds that an entry of `checks:` can be of. */
export const CHECK_KINDS: readonly Kind<Check>[] = [sql, http, dbt, report, audience, overlap, contacts]
