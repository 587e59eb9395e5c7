/** `read-as-nobody.ts <file>`: reads a SQLite warehouse as a user who owns nothing, and prints what came of it. */
import { openWarehouses } from '../../src/warehouse/open.ts'
import { exposures, metric } from './stages.ts'

const NOBODY = 65_534
const [, , file = ''] = process.argv
if (process.getuid?.() === 0) process.setuid?.(NOBODY)

const warehouse = openWarehouses([{ name: 'dwh', type: 'sqlite', file, timeoutSeconds: 5 }]).get('dwh')
const asked = {
  campaignKey: 'winback',
  exposures: exposures(`select 'u1' as unit, 'mail' as arm, '2026-03-01' as exposed_at`),
  metrics: [metric('select unit, "at", value from did')],
  until: new Date('2026-03-17T00:00:00Z'),
}
const read = await warehouse.read(asked).catch((error: Error) => ({ error: error.message }))
console.log(JSON.stringify(read))
await warehouse.close()
