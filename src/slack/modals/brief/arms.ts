import { armShares, armsOf, checkArmName } from '../../../domain/brief/arm-values.ts'
import { input, textInput } from '../../kit/inputs.ts'
import { allOf, under } from '../mistakes.ts'
import { entry } from './part.ts'
import { inRow, type RowList } from './rows.ts'

export const ARMS: RowList = {
  most: 12,
  command: 'arms control 10%, mail 90%',
  blank: ['arm', 'arm'],
  inRows: () => true,
  adding: () => [{ kind: 'arm', text: 'Add an arm' }],
  begin: ({ campaign: { brief } }) => {
    const shares = armShares(brief.arms)
    return brief.arms.map(({ name }, i) => ({ kind: 'arm', filled: { name, share: shares[i] ?? '' } }))
  },
  title: (_row, n) => (n === 1 ? 'Arm 1, the control' : `Arm ${n}`),
  inputs: (row, n, filled) => {
    const own = inRow(filled, row)
    return [
      input(
        { blockId: `${row}.name`, label: `Name of arm ${n}`, optional: true },
        textInput({ initial: entry(own, 'name'), placeholder: n === 1 ? 'control' : 'treatment' }),
      ),
      input(
        {
          blockId: `${row}.share`,
          label: `Share of arm ${n}`,
          ...(n === 1 ? { hint: '10%, or 1/3. Empty everywhere: all the same.' } : {}),
          optional: true,
        },
        textInput({ initial: entry(own, 'share') }),
      ),
    ]
  },
  read: async (rows, filled) => {
    const typed = rows.map((row) => ({
      name: entry(inRow(filled, row), 'name'),
      share: entry(inRow(filled, row), 'share'),
    }))
    await allOf(rows.map((row, i) => () => under(`${row}.name`, () => checkArmName(typed[i]?.name ?? ''))))
    return { patch: { arms: armsOf(typed) } }
  },
}
