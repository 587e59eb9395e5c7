import { parseAudience, withPeople } from '../../../domain/brief/audience-values.ts'
import { briefValueText, parseBriefValue, parseHorizon } from '../../../domain/brief/values.ts'
import { isBlank } from '../../../domain/text/visible.ts'
import { Refusal } from '../../../refusal.ts'
import {
  channelSelect,
  dateTimePicker,
  input,
  numberInput,
  staticSelect,
  textInput,
  userSelect,
} from '../../kit/inputs.ts'
import { under } from '../mistakes.ts'
import { entry, LABELS, NONE, NONE_CHOICE, type Part } from './part.ts'

/** The parts that are one value, in an input or two. */

export const NAME: Part = {
  begin: ({ campaign }) => ({ name: campaign.brief.name }),
  blocks: (filled) => [
    input({ blockId: 'name', label: LABELS.name }, textInput({ initial: entry(filled, 'name') })),
  ],
  read: (filled, { catalog }) => ({ patch: parseBriefValue('name', entry(filled, 'name'), catalog) }),
}

export const HYPOTHESIS: Part = {
  begin: ({ campaign, handles }) => ({ hypothesis: handles.show(campaign.brief.hypothesis ?? '') }),
  blocks: (filled) => [
    input(
      {
        blockId: 'hypothesis',
        label: LABELS.hypothesis,
        hint: 'What should happen, and why.',
        optional: true,
      },
      textInput({ initial: entry(filled, 'hypothesis'), multiline: true }),
    ),
  ],
  read: (filled, { catalog, handles }) => ({
    patch: parseBriefValue('hypothesis', handles.read(entry(filled, 'hypothesis')), catalog),
  }),
}

export const AUDIENCE: Part = {
  begin: ({ campaign: { brief } }) => ({
    audience: brief.audience?.words ?? '',
    'audience.size': brief.audience?.size ? String(brief.audience.size) : '',
  }),
  blocks: (filled) => [
    input(
      { blockId: 'audience', label: LABELS.audience, hint: 'Who they are.', optional: true },
      textInput({ initial: entry(filled, 'audience'), placeholder: 'Lapsed 90 days, EU' }),
    ),
    input(
      {
        blockId: 'audience.size',
        label: 'People',
        hint: 'How many of them. It tells whether the effect can be seen.',
        optional: true,
      },
      numberInput({ initial: entry(filled, 'audience.size') }),
    ),
  ],
  read: async (filled) => {
    const [words, size] = [entry(filled, 'audience'), entry(filled, 'audience.size')]
    if (isBlank(words) && isBlank(size)) return { patch: { audience: null } }
    const read = await under('audience', () => parseAudience(words))
    if (isBlank(size)) return { patch: { audience: read } }
    return { patch: { audience: await under('audience.size', () => withPeople(read, size)) } }
  },
}

const UNITS = [
  { value: 'days', text: 'days' },
  { value: 'weeks', text: 'weeks' },
] as const

export const HORIZON: Part = {
  begin: ({ campaign }) => ({
    horizon: briefValueText('horizon', campaign.brief),
    'horizon.unit': 'days',
  }),
  blocks: (filled) => [
    input(
      {
        blockId: 'horizon',
        label: LABELS.horizon,
        hint: 'By then it is decided at the latest.',
        optional: true,
      },
      numberInput({ initial: entry(filled, 'horizon') }),
    ),
    input(
      { blockId: 'horizon.unit', label: 'Horizon counted in' },
      staticSelect({ choices: UNITS, initial: entry(filled, 'horizon.unit') || 'days' }),
    ),
  ],
  read: (filled) => {
    const typed = entry(filled, 'horizon')
    const unit = entry(filled, 'horizon.unit') || 'days'
    return { patch: { horizonDays: isBlank(typed) ? null : parseHorizon(`${typed} ${unit}`) } }
  },
}

/** Longer ones don't fit into the value of a choice; none that is declared is. */
const LONGEST_NAME = 75

export const EXPOSURES: Part = {
  begin: ({ campaign }) => ({ exposures: campaign.brief.exposures ?? '' }),
  blocks: (filled, { catalog, campaign }) => {
    const names = catalog.exposures.map(({ name }) => name)
    const kept = (campaign.brief.exposures ?? '').trim()
    // What is not declared any more stays what it was until somebody chooses another.
    const lost = kept !== '' && kept.length <= LONGEST_NAME && !names.includes(kept)
    const all = lost ? [...names, kept] : names
    return [
      input(
        { blockId: 'exposures', label: LABELS.exposures, hint: 'How people are assigned.', optional: true },
        staticSelect({
          choices: [NONE_CHOICE, ...all.map((name) => ({ value: name, text: name }))],
          initial: entry(filled, 'exposures') || NONE,
        }),
      ),
    ]
  },
  read: (filled) => ({ patch: { exposures: entry(filled, 'exposures') || null } }),
}

export const PARTNER: Part = {
  begin: ({ campaign }) => ({ partner: campaign.brief.partner ?? '' }),
  blocks: (filled) => [
    input(
      {
        blockId: 'partner',
        label: LABELS.partner,
        hint: 'Makes the data and the models, and is asked for analyses.',
        optional: true,
      },
      userSelect({ initial: entry(filled, 'partner') }),
    ),
  ],
  read: (filled) => ({ patch: { partner: entry(filled, 'partner') || null } }),
}

export const CHANNEL: Part = {
  begin: ({ campaign }) => ({ channel: campaign.brief.channel }),
  blocks: (filled) => [
    input(
      { blockId: 'channel', label: LABELS.channel, hint: 'Its card moves there.' },
      channelSelect({ initial: entry(filled, 'channel') }),
    ),
  ],
  read: (filled) => {
    const channel = entry(filled, 'channel')
    if (channel !== '') return { patch: { channel } }
    throw new Refusal('invalid', 'A campaign has a channel: choose the one that its card is posted in.')
  },
}

export const GO_LIVE: Part = {
  begin: ({ campaign: { launchAt } }) => ({ goLive: launchAt ? String(launchAt.getTime() / 1_000) : '' }),
  blocks: (filled) => {
    const at = entry(filled, 'goLive')
    return [
      input(
        {
          blockId: 'goLive',
          label: LABELS.goLive,
          hint: 'It launches then, if it is approved and ready.',
          optional: true,
        },
        dateTimePicker(at === '' ? {} : { initial: Math.floor(Number(at)) }),
      ),
    ]
  },
  read: (filled, { now, campaign }) => {
    const seconds = Number(entry(filled, 'goLive'))
    if (seconds * 1_000 > now.getTime()) return { launchAt: new Date(seconds * 1_000) }
    const cleared = seconds === 0
    throw new Refusal(
      'invalid',
      cleared
        ? `A time that is set can be moved, not taken away: \`/campaign withdraw ${campaign.key}\` takes it back with the request.`
        : 'That is past already: choose a later time.',
    )
  },
}
