import { type BriefPatch, checkNames } from '../../../domain/brief/brief.ts'
import { briefValueText, fieldForm, parseBriefValue } from '../../../domain/brief/values.ts'
import { Refusal } from '../../../refusal.ts'
import { input, textInput } from '../../kit/inputs.ts'
import { type At, entry, LABELS, type Part } from './part.ts'
import type { ListName } from './rows.ts'

/** A part as the command takes it, in one text: where its fields have no room. */
export function typedPart(field: ListName | 'outcome'): Part {
  return {
    begin: ({ campaign, catalog, handles }) => ({
      [field]: handles.show(briefValueText(field, campaign.brief, catalog)),
    }),
    blocks: (filled, { catalog }) => [
      input(
        {
          blockId: field,
          label: LABELS[field],
          hint: fieldForm(field, catalog).replaceAll('`', ''),
          optional: true,
        },
        textInput({ initial: entry(filled, field), multiline: field === 'plan' }),
      ),
    ],
    read: (filled, { catalog, handles }) => {
      const typed = entry(filled, field)
      if (field !== 'plan') return { patch: parseBriefValue(field, typed, catalog) }
      return { patch: withPeople(handles.all, () => readPlan(handles.read(typed), catalog)) }
    },
  }
}

/** What a target can't read stands under the field, too. */
function readPlan(typed: string, catalog: At['catalog']): BriefPatch {
  const patch = parseBriefValue('plan', typed, catalog)
  checkNames(patch, catalog)
  return patch
}

/** Slack's text inputs know no mentions, so a Refusal names those who can be typed. */
function withPeople<T>(all: readonly string[], parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    throw new Refusal(error.code, `${error.message} People here: ${all.slice(0, 20).join(', ')}.`)
  }
}
