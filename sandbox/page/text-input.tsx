import type { ElementOf } from './kit.ts'
import { namesOf, type Spot, useControl } from './surface.tsx'

/** Text and numbers; a number brings the digits of a phone's keyboard. */
export function TextInput({
  element,
  spot,
}: {
  element: ElementOf<'plain_text_input' | 'number_input'>
  spot: Spot
}) {
  const { value, change } = useControl(element, {
    ...spot,
    ...(spot.input && { input: { ...spot.input, dispatch: false } }),
  })
  const props = {
    ...namesOf(spot),
    class: 'field',
    value: String(value ?? ''),
    placeholder: element.placeholder?.text,
    autofocus: element.focus_on_load,
    autocomplete: 'off',
    onInput: ({ currentTarget }: { currentTarget: { value: string } }) => change(currentTarget.value),
  }
  if (element.type === 'number_input') return <input {...props} type="text" inputMode="decimal" />
  return element.multiline ? <textarea {...props} rows={4} /> : <input {...props} type="text" />
}
