import { epochIn, localIn } from './dates.ts'
import type { ElementOf } from './kit.ts'
import { namesOf, type Spot, useControl } from './surface.tsx'
import { useWorkspace } from './workspace.tsx'

interface Props<Type extends 'datepicker' | 'timepicker' | 'datetimepicker'> {
  readonly element: ElementOf<Type>
  readonly spot: Spot
}

interface DateFieldProps {
  readonly kind: 'date' | 'time' | 'datetime-local'
  readonly spot: Spot
  readonly value: string
  readonly focus: boolean | undefined
  readonly pick: (value: string) => void
}

function DateField({ kind, spot, value, focus, pick }: DateFieldProps) {
  return (
    <input
      {...namesOf(spot)}
      class="field date"
      type={kind}
      value={value}
      autofocus={focus}
      onChange={({ currentTarget }) => pick(currentTarget.value)}
    />
  )
}

export function DatePicker({ element, spot }: Props<'datepicker'>) {
  const { value, change } = useControl(element, spot)
  return (
    <DateField
      kind="date"
      spot={spot}
      value={String(value ?? '')}
      focus={element.focus_on_load}
      pick={change}
    />
  )
}

export function TimePicker({ element, spot }: Props<'timepicker'>) {
  const { value, change } = useControl(element, spot)
  return (
    <DateField
      kind="time"
      spot={spot}
      value={String(value ?? '')}
      focus={element.focus_on_load}
      pick={change}
    />
  )
}

/** On the wall of the reader's zone; sent as seconds. */
export function DateTimePicker({ element, spot }: Props<'datetimepicker'>) {
  const { zone } = useWorkspace()
  const { value, change } = useControl(element, spot)
  const shown = typeof value === 'number' ? localIn(value, zone) : ''
  const pick = (local: string) => change(epochIn(local, zone))
  return (
    <DateField kind="datetime-local" spot={spot} value={shown} focus={element.focus_on_load} pick={pick} />
  )
}
