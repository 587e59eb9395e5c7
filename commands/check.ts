import { checksNow } from '../src/slack/replies/readings.ts'
import { type CheckAddressTyped, doCheckAddress, readCheckAddress } from './check-address.ts'
import { command } from './command.ts'
import { refOf } from './ref.ts'

type Input = { readonly key: string; readonly n: number | null } | CheckAddressTyped

export const check = command<Input>({
  name: 'check',
  usage: ['check <key>', 'check <key> <n>', 'check address [check]', 'check revoke <check>'],
  summary:
    'Asks now what machines say of tasks, or of task n; address and revoke say who may report a check. Only you see it.',
  example: 'check winback',
  parse: (words) => {
    const ofAddress = readCheckAddress(words)
    if (ofAddress) return ofAddress
    const key = words.key()
    const n = words.empty ? null : words.number('n')
    words.end()
    return { key, n }
  },
  run: (input, act) =>
    'does' in input ? doCheckAddress(input, act) : checksNow(act, refOf(act, input.key), input.n),
})
