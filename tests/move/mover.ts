/** A move that is killed before its n-th statement: `node --import tsx mover.ts <from> <to> <n>`; n = 0 says how many there are. */
import { move } from '../../src/move/move.ts'
import { openUrl } from '../store/open.ts'

const [from = '', to = '', nth = ''] = process.argv.slice(2)
const { host, pathname } = new URL(to)
const [source, target] = [openUrl(from), openUrl(to)]
let statements = 0
for (const db of [source, target])
  db.on('query', () => {
    statements += 1
    if (statements === Number(nth)) process.kill(process.pid, 'SIGKILL')
  })
await move({
  ...{ source, target, from, to: `postgres://${host}${pathname}` },
  now: () => new Date(),
  say: () => undefined,
  signal: new AbortController().signal,
})
console.log(statements)
await Promise.all([source.destroy(), target.destroy()])
