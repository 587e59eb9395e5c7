import type { MrkdwnOption, PlainTextOption } from '@slack/types'
import type { ElementOf } from './kit.ts'
import { TextOf } from './mrkdwn-text.tsx'
import { type Spot, useControl } from './surface.tsx'

type Option = MrkdwnOption | PlainTextOption

/** Checkboxes and radio buttons. */
export function Choices({
  element,
  spot,
}: {
  element: ElementOf<'checkboxes' | 'radio_buttons'>
  spot: Spot
}) {
  const { value, change } = useControl(element, spot)
  const several = element.type === 'checkboxes'
  const chosen = [value].flat().filter((each) => each !== null) as Option[]
  const has = (option: Option) => chosen.some((each) => each.value === option.value)
  const toggle = (option: Option) => {
    if (!several) return change(option)
    change(element.options.filter((each) => (each.value === option.value ? !has(each) : has(each))))
  }
  const names = spot.input
    ? {
        id: spot.input.id,
        'aria-labelledby': `${spot.input.id}-label`,
        'aria-describedby': spot.input.describedBy,
      }
    : { 'aria-label': spot.label }
  return (
    <div class="choices" role={several ? 'group' : 'radiogroup'} {...names}>
      {element.options.map((option) => (
        <label key={option.value}>
          <input
            type={several ? 'checkbox' : 'radio'}
            name={`${spot.blockId}/${element.action_id}`}
            checked={has(option)}
            onChange={() => toggle(option)}
          />
          <span class="text">
            <TextOf text={option.text} />
            {option.description && <small>{option.description.text}</small>}
          </span>
        </label>
      ))}
    </div>
  )
}
