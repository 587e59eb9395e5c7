import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { armsText, parseArms } from '../../src/domain/brief/arm-values.ts'
import { parseAudience } from '../../src/domain/brief/audience-values.ts'
import { checkNames } from '../../src/domain/brief/brief.ts'
import { guardrailsText, parseGuardrails } from '../../src/domain/brief/guardrail-values.ts'
import { outcomeText, parseOutcome } from '../../src/domain/brief/metric-values.ts'
import { mentioned, parsePlan, planText } from '../../src/domain/brief/plan-values.ts'
import { briefValueText, parseBriefValue, parseHorizon, TEXT_FIELDS } from '../../src/domain/brief/values.ts'
import type { Brief, PlannedStep } from '../../src/domain/state/brief.ts'
import { Refusal } from '../../src/refusal.ts'
import { anyText } from '../support/any-text.ts'
import { CATALOG, EMPTY_BRIEF } from './facts.ts'

const { metrics } = CATALOG

function refused(read: () => unknown): string {
  try {
    const value = read()
    throw new Error(`It was read as ${JSON.stringify(value)}`)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'invalid') return error.message
    throw error
  }
}

const arm = (name: string, weight: number) => ({ name, weight })
const even = (...names: string[]) => names.map((name) => ({ name, weight: 1 }))

describe('arms', () => {
  it.each([
    ['No E-Mail 1/3, Mens E-Mail 1/3, Womens E-Mail 1/3', even('No E-Mail', 'Mens E-Mail', 'Womens E-Mail')],
    ['control 50, treatment 50', even('control', 'treatment')],
    ['control, treatment', even('control', 'treatment')],
    [' control ,\ntreatment ', even('control', 'treatment')],
    [
      'holdout 10%, mail 90 %',
      [
        { name: 'holdout', weight: 1 },
        { name: 'mail', weight: 9 },
      ],
    ],
    [
      'a 1/2, b 1/4, c 1/4',
      [
        { name: 'a', weight: 2 },
        { name: 'b', weight: 1 },
        { name: 'c', weight: 1 },
      ],
    ],
    ['a 50%, b 1/2', even('a', 'b')],
    [
      'a 33.3%, b 33.3%, c 33.4%',
      [
        { name: 'a', weight: 333 },
        { name: 'b', weight: 333 },
        { name: 'c', weight: 334 },
      ],
    ],
    [
      'a 33,3 %, b 66,7 %',
      [
        { name: 'a', weight: 333 },
        { name: 'b', weight: 667 },
      ],
    ],
    [
      'a 0.5, b 1.5',
      [
        { name: 'a', weight: 1 },
        { name: 'b', weight: 3 },
      ],
    ],
    ['Group 1, Group 2', even('Group 1', 'Group 2')],
    [
      'Group 1 70%, Group 2 30%',
      [
        { name: 'Group 1', weight: 7 },
        { name: 'Group 2', weight: 3 },
      ],
    ],
    ['Control, Variant 2', even('Control', 'Variant 2')],
    ['control 1500, mail 500', [arm('control', 3), arm('mail', 1)]],
    ["control 1'500, mail 500", [arm('control', 3), arm('mail', 1)]],
    ['control 1\u2009500, mail 500', [arm('control', 3), arm('mail', 1)]],
    ['control 1\u202f500, mail 500', [arm('control', 3), arm('mail', 1)]],
    ['control 1\u00a0500, mail 500', [arm('control', 3), arm('mail', 1)]],
    ['control 1,000,000; mail 1,000,000', even('control', 'mail')],
    ['control 90k, mail 10k', [arm('control', 9), arm('mail', 1)]],
    ['control 3, mail 1000', [arm('control', 3), arm('mail', 1000)]],
    ['Group 1 500, Group 2 100', [arm('Group 1', 5), arm('Group 2', 1)]],
    ['control 1 000, mail 2 000', [arm('control', 1), arm('mail', 2)]],
    ['App 1.2.3, App 1.2.4', even('App 1.2.3', 'App 1.2.4')],
    ['TV 4k, TV 8k', even('TV 4k', 'TV 8k')],
    ['control: 10%, mail: 90%', [arm('control', 1), arm('mail', 9)]],
    ['control:10%, mail=90%', [arm('control', 1), arm('mail', 9)]],
    ['control - 10%, mail – 90 %', [arm('control', 1), arm('mail', 9)]],
    ['control = 1, mail = 3', [arm('control', 1), arm('mail', 3)]],
    ['control (10%), mail (90%)', [arm('control', 1), arm('mail', 9)]],
    ['control 10 percent, mail 90 pct', [arm('control', 1), arm('mail', 9)]],
    ['10% off, 20% off', even('10% off', '20% off')],
    ['Group A-, Group B-', even('Group A-', 'Group B-')],
    ['8:00, 20:00', even('8:00', '20:00')],
    ['mail at 8:00, mail at 20:00', even('mail at 8:00', 'mail at 20:00')],
    ['שלום, 🎉 party', even('שלום', '🎉 party')],
  ])('%s', (typed, arms) => {
    expect(parseArms(typed)).toEqual(arms)
  })

  it.each([
    ['control', 'two or more'],
    [',,', 'two or more'],
    ['control, treatment 50', 'each arm a share, or none'],
    ['control 1/2, treatment', 'each arm a share, or none'],
    ['a 50%, b 30%', 'make 80 %, not 100 %'],
    ['a 1/2, b 1/2, c 1/2', 'make 150 %'],
    ['a 50%, b 50', 'the same way'],
    ['a 0, b 1', 'more than 0'],
    ['a 1/0, b 1/2', 'more than 0'],
    ['a 1/2, A 1/2', 'Two arms are called "A"'],
    ['a, b, a', 'Two arms are called "a"'],
    ['control 1,500, mail 500', '"1,500" is read differently from country to country. Write 1500 or 1.5.'],
    ['control 1.500, mail 500', 'Write 1500 or 1.5.'],
    ['control 33.333%, mail 66.667%', 'Write 33333 or 33.3330.'],
    ['control 1 500, mail 500', '"control 1 500" is 1500 of "control", or 500 of "control 1".'],
    ['control 12 500, mail 37 500', 'is 12500 of "control", or 500 of "control 12"'],
    ['Group 1 500, Group 2 1500', 'is 1500 of "Group", or 500 of "Group 1"'],
    ['a, \u200b', 'Each arm has a name'],
    ['10% control, 90% mail', 'The shares in "10% control, 90% mail" stand before the names'],
    ['10 percent control, 90 percent mail', 'stand before the names'],
    ['50% off, 50% back', 'stand before the names'],
    ['control 33⅓%, mail 66⅔%', '"control 33⅓%" ends with a share that I can\'t read'],
    ['control 10-20%, mail', '"control 10-20%" ends with a share that I can\'t read'],
    ['a 1/99991, b 99990/99991, c 1/99989', 'simpler shares'],
    [Array.from({ length: 13 }, (_, i) => `arm${i}x`).join(), '13 arms; 12 fit'],
    [`${'x'.repeat(61)}, b`, '61 characters; 60 fit'],
  ])('%s is refused', (typed, why) => {
    expect(refused(() => parseArms(typed))).toContain(why)
  })
})

describe('outcome', () => {
  const goal = { metric: 'purchase', direction: 'up', minimumEffect: 0.08, secondary: [] }
  it.each([
    ['purchase up 8%', goal],
    ['purchase up 8', goal],
    ['purchase up 8 %', goal],
    ['  purchase   UP +8%', goal],
    ['purchase +8%', goal],
    ['purchase −8%', { ...goal, direction: 'down' }],
    ['purchase up', { ...goal, minimumEffect: null }],
    ['purchase up 0,5%', { ...goal, minimumEffect: 0.005 }],
    ['purchase up .5%', { ...goal, minimumEffect: 0.005 }],
    ['purchase up 0.125%', { ...goal, minimumEffect: 0.00125 }],
    ['purchase up 1000%', { ...goal, minimumEffect: 10 }],
    ['purchase up 1 000 %', { ...goal, minimumEffect: 10 }],
    ['`purchase` up 8\u00a0%', goal],
    ['purchase \u20138%', { ...goal, direction: 'down' }],
    ['purchase up 8\u200b%', goal],
    ['purchase up ８％', goal],
    [
      'unsubscribe down 5% also visit spend',
      { metric: 'unsubscribe', direction: 'down', minimumEffect: 0.05, secondary: ['visit', 'spend'] },
    ],
    ['purchase up 8% also visit, spend, visit, purchase', { ...goal, secondary: ['visit', 'spend'] }],
    ['purchase up 8% bayesian also visit', { ...goal, bayesian: true, secondary: ['visit'] }],
    ['purchase up BAYESIAN', { ...goal, minimumEffect: null, bayesian: true }],
    ['purchase up also visit', { ...goal, minimumEffect: null, secondary: ['visit'] }],
  ])('%s', (typed, outcome) => {
    expect(parseOutcome(typed, metrics)).toEqual(outcome)
  })

  it.each([
    ['purchase', '`purchase up 8%`'],
    ['purchase sideways 8%', '`purchase up 8%`'],
    ['purchase up 8 points', '`purchase up 8%`'],
    ['purchase up 0%', 'above 0'],
    ['purchase up 1,5,5%', '`purchase up 8%`'],
    ['purchase up 2k%', 'at most 1000 %'],
    ['purchase down 101%', 'at most 100 %'],
    ['purchase up 8% also', '`purchase up 8%`'],
    ['purchase up 8% also vis!t', 'names of metrics'],
    ['purchase up -8%', 'up and −8 % contradict each other'],
    ['purchase down +8%', 'down and +8 % contradict each other'],
    [`purchase up 8% also ${Array.from({ length: 11 }, (_, i) => `m${i}`).join(' ')}`, 'up to 10 names'],
  ])('%s is refused', (typed, why) => {
    const message = refused(() => parseOutcome(typed, metrics))
    expect(message).toContain(why)
    expect(message).toContain(`"${typed.slice(0, 8)}`)
  })

  it.each([
    ['purchase up 1,000%', 'Write 1000 or 1.0.'],
    ['purchase +1.500%', 'Write 1500 or 1.5.'],
    ['purchase down 1,000%', 'Write 1000 or 1.0.'],
  ])('%s has two readings', (typed, both) => {
    expect(refused(() => parseOutcome(typed, metrics))).toContain(
      `is read differently from country to country. ${both}`,
    )
  })
})

describe('guardrails', () => {
  const points = { metric: 'unsubscribe', margin: { amount: 0.002, unit: 'absolute' } }
  const relative = { metric: 'spend', margin: { amount: 0.02, unit: 'relative' } }
  const money = (amount: number) => ({
    metric: 'spend',
    margin: { amount, unit: 'absolute', measure: 'USD' },
  })
  it.each([
    ['unsubscribe +0.2 points, spend 2%', [points, relative]],
    ['unsubscribe 0,2 pp; spend -2 %', [points, relative]],
    ['unsubscribe 0.2 points\nspend 2%', [points, relative]],
    ['spend 0.5 usd', [{ metric: 'spend', margin: { amount: 0.5, unit: 'absolute', measure: 'USD' } }]],
    [
      'unsubscribe 0.2 points, spend 2%, stop on harm',
      [points, relative].map((each) => ({ ...each, stopOnHarm: true })),
    ],
    ['unsubscribe 0.2 points (stop on harm), spend 2%', [{ ...points, stopOnHarm: true }, relative]],
    ['spend 2% Stop on Harm', [{ ...relative, stopOnHarm: true }]],
    ['spend 1 000 USD', [money(1000)]],
    ['spend 1\u202f000 USD', [money(1000)]],
    ["spend 1'000 USD", [money(1000)]],
    ['spend 1,000.50 USD', [money(1000.5)]],
    ['spend 1.000,50 USD', [money(1000.5)]],
    ['spend 12k USD', [money(12_000)]],
    ['spend 1.5 k USD', [money(1500)]],
    ['spend .5 USD', [money(0.5)]],
    ['spend 0.125 USD', [money(0.125)]],
    ['`spend` 2%', [relative]],
    ['visit 0%', [{ metric: 'visit', margin: { amount: 0, unit: 'relative' } }]],
  ])('%s', (typed, guardrails) => {
    expect(parseGuardrails(typed, metrics)).toEqual(guardrails)
  })

  it.each([
    ['unsubscribe', '"unsubscribe"'],
    ['unsubscribe 0.2', '"unsubscribe 0.2"'],
    ['unsubscribe 0.2 USD', 'in % or points'],
    ['spend 0.2 points', 'in % or USD'],
    ['spend 101%', 'At most 100'],
    ['spend 1,000 USD', '"1,000" is read differently from country to country. Write 1000 or 1.0.'],
    ['spend 1.500 USD', 'Write 1500 or 1.5.'],
    ['spend 1.125 USD', 'Write 1125 or 1.1250.'],
    ['unsubscribe 1.500 points', 'Write 1500 or 1.5.'],
    ['spend 1,00,0 USD', '"spend 1,00,0 USD"'],
    ['spend 2%, spend 3%', 'twice'],
    [',', 'guardrails'],
    ['stop on harm', 'guardrails'],
    [Array.from({ length: 11 }, (_, i) => `m${i} 1%`).join(', '), '11 guardrails; 10 fit'],
  ])('%s is refused', (typed, why) => {
    expect(refused(() => parseGuardrails(typed, metrics))).toContain(why)
  })
})

describe('audience', () => {
  it.each([
    ['Lapsed 90 days, EU  size:42610', { words: 'Lapsed 90 days, EU', size: 42_610 }],
    ['Lapsed size:42 610', { words: 'Lapsed', size: 42_610 }],
    ['Lapsed size:42\u2009610', { words: 'Lapsed', size: 42_610 }],
    ['Lapsed size:42\u202f610', { words: 'Lapsed', size: 42_610 }],
    ['Lapsed size: 42,610', { words: 'Lapsed', size: 42_610 }],
    ['Lapsed size:1.042.610', { words: 'Lapsed', size: 1_042_610 }],
    ["Lapsed size:42'610", { words: 'Lapsed', size: 42_610 }],
    ['Lapsed size:1,00,000', { words: 'Lapsed', size: 100_000 }],
    ['Lapsed size:42k', { words: 'Lapsed', size: 42_000 }],
    ['Lapsed size:1.5M', { words: 'Lapsed', size: 1_500_000 }],
    ['size:42k Lapsed', { words: 'Lapsed', size: 42_000 }],
    ['Lapsed size:1.5 million', { words: 'Lapsed', size: 1_500_000 }],
    ['size:2 million Lapsed', { words: 'Lapsed', size: 2_000_000 }],
    ['Lapsed size:1.000', { words: 'Lapsed', size: 1000 }],
    ['Lapsed size=42610', { words: 'Lapsed', size: 42_610 }],
    ['Lapsed size:42610 people', { words: 'Lapsed people', size: 42_610 }],
    ['Lapsed size:3 billion', { words: 'Lapsed', size: 3e9 }],
    ['Lapsed size:3bn', { words: 'Lapsed', size: 3e9 }],
    ['size:42,610 Lapsed 90 days', { words: 'Lapsed 90 days', size: 42_610 }],
    ['Everybody 👩‍👩‍👧‍👦', { words: 'Everybody 👩‍👩‍👧‍👦', size: null }],
  ])('%s', (typed, audience) => {
    expect(parseAudience(typed)).toEqual(audience)
  })

  it.each([
    ['size:42610', 'Who are they?'],
    ['Lapsed size:many', '`Lapsed 90 days, EU size:42610`'],
    ['Lapsed size:', '`Lapsed 90 days, EU size:42610`'],
    ['Lapsed size:0', 'whole number of people'],
    ['\u200b size:5', 'Who are they?'],
    ['EU size:1 000 people', 'Write the size last, or without spaces'],
    ['EU size:42 610 more', 'Write the size last, or without spaces'],
    ['Lapsed size:42,61', 'whole number of people'],
    ['Lapsed size:0.500', 'whole number of people'],
    ['Lapsed size:4.5 EU', 'whole number of people'],
    ['Lapsed size:99999999999', 'whole number of people'],
    ['Lapsed size:2 lakh', 'Write the size in digits'],
    ['Lapsed size:1 Mrd', 'Write the size in digits'],
    ['Lapsed size:5 tsd. EU', 'Write the size in digits'],
    ['Lapsed size:10 %', 'Write the size in digits'],
    ['Lapsed size:10 percent of all', 'Write the size in digits'],
    ['Lapsed size:5 to 6k', 'Write the size in digits'],
    ['Lapsed size:5 - 6', 'Write the size in digits'],
    ['Lapsed size:12.500k', 'Write 12500000 or 12500.0'],
    ['x'.repeat(501), '501 characters; 500 fit'],
  ])('%s is refused', (typed, why) => {
    expect(refused(() => parseAudience(typed))).toContain(why)
  })
})

describe('horizon', () => {
  it.each([
    ['14', 14],
    ['14 days', 14],
    ['1 day', 1],
    ['14d', 14],
    ['2 weeks', 14],
    ['1W', 7],
    ['365', 365],
    ['14.0', 14],
    ['48h', 2],
    ['two weeks', 14],
    ['`14 days`', 14],
    ['14\u00a0days', 14],
    ['1\u200b4', 14],
  ])('%s', (typed, days) => {
    expect(parseHorizon(typed)).toBe(days)
  })

  it.each([
    '0',
    '366',
    '53 weeks',
    'soon',
    '-3',
    '1.5',
    '14 months',
    '1,5 days',
    '1.5 weeks',
    '36h',
    '1.000',
    '1,000 days',
    '10wd',
    '1e2',
  ])('%s is refused', (typed) => {
    expect(refused(() => parseHorizon(typed))).toContain('up to a year')
  })
})

describe('plan', () => {
  it('reads steps between semicolons, and one a line', () => {
    const plan = [
      { kind: 'sent', target: 'sync-audience', words: '' },
      { kind: 'sent', target: 'start-8812', words: 'Start campaign 8812' },
      { kind: 'human', person: 'U0MEI', words: 'Press send in Braze' },
    ]
    const typed =
      'webhook sync-audience; webhook start-8812 Start campaign 8812; manual {@U0MEI} Press send in Braze'
    expect(parsePlan(typed)).toEqual(plan)
    expect(parsePlan(typed.replaceAll('; ', ';\n'))).toEqual(plan)
    expect(parsePlan('1. Webhook sync-audience\n2) manual Press send in Braze {@U0MEI}')).toEqual([
      plan[0],
      plan[2],
    ])
  })

  it.each([
    [';', 'Write the steps'],
    ['email sync-audience', '"email sync-audience"'],
    ['webhook', 'Which target?'],
    ['manual Press send', 'Who does it?'],
    ['manual @mei Press send', 'Who does it?'],
    ['manual {@U0MEI}', 'What is to be done?'],
    [Array.from({ length: 21 }, () => 'webhook a').join(';'), '21 steps; 20 fit'],
    [`webhook a ${'x'.repeat(301)}`, '301 characters; 300 fit'],
  ])('%s is refused', (typed, why) => {
    expect(refused(() => parsePlan(typed))).toContain(why)
  })
})

describe('a step of a declared target', () => {
  const read = (typed: string) => parsePlan(typed, mentioned(CATALOG.targets))[0]
  const sent = (target: string, words: string) => ({ kind: 'sent', target, words })

  it.each([
    ['flags checkout-banner on', sent('flags', 'checkout-banner on')],
    ['`flags` checkout-banner on', sent('flags', 'checkout-banner on')],
    ['Launchdarkly checkout-banner on', sent('flags', 'checkout-banner on')],
    ['1. mail-eu 7f3a to segment', sent('mail-eu', '7f3a to segment')],
    ['sync-audience', sent('sync-audience', '')],
    ['webhook sync-audience now', sent('sync-audience', 'now')],
    ['webhook flags checkout-banner on', sent('flags', 'checkout-banner on')],
    ['webhook gone now', sent('gone', 'now')],
  ])('%s is read, and written so that it is read again', (typed, step) => {
    expect(read(typed)).toEqual(step)
    expect(read(planText([step as PlannedStep], CATALOG.targets))).toEqual(step)
  })

  it('is written in the short form, one that is declared no more by its keyword', () => {
    const plan = [sent('flags', 'checkout-banner on'), sent('gone', 'now')] as PlannedStep[]
    expect(planText(plan, CATALOG.targets)).toBe('flags checkout-banner on\nwebhook gone now')
  })

  it.each([
    ['braze 7f3a', 'Of the kind braze there are mail-eu and mail-us: begin with one of them.'],
    ['webhok sync-audience', '"webhok" is not understood. Did you mean webhook?'],
    ['flgas checkout-banner on', 'Did you mean flags?'],
    [
      'email 7f3a',
      '`flags <flag> on`, `mail-eu <campaign>`, `mail-us <campaign>` or `manual @person <what to do>`',
    ],
  ])('%s is refused: %s', (typed, why) => {
    expect(refused(() => read(typed))).toContain(why)
  })

  it("is refused with its form where its target can't read it", () => {
    const patch = parseBriefValue('plan', 'flags checkout-banner maybe', CATALOG)
    expect(refused(() => checkNames(patch, CATALOG))).toBe(
      'I can\'t read "flags checkout-banner maybe" as a step: it ends with neither on nor off. Write `flags <flag> on`.',
    )
  })
})

describe('every field', () => {
  it.each(TEXT_FIELDS.filter((field) => field !== 'name'))(
    '%s is cleared by none and by nothing',
    (field) => {
      const cleared = { ...EMPTY_BRIEF, ...parseBriefValue(field, 'None', CATALOG) }
      expect(cleared).toEqual(EMPTY_BRIEF)
      expect(parseBriefValue(field, ' ', CATALOG)).toEqual(parseBriefValue(field, 'none', CATALOG))
      expect(briefValueText(field, cleared)).toBe('')
    },
  )

  it('what nobody can see is nothing', () => {
    expect(parseBriefValue('hypothesis', '\u200b\ufeff', CATALOG)).toEqual({ hypothesis: null })
    expect(refused(() => parseBriefValue('name', '\u200b\u200b', CATALOG))).toContain('has a name')
    expect(refused(() => parsePlan('manual {@U0MEI} \u2060'))).toContain('What is to be done?')
  })

  it('a name is never empty, and may be None', () => {
    expect(refused(() => parseBriefValue('name', ' ', CATALOG))).toContain('has a name')
    expect(parseBriefValue('name', 'None', CATALOG)).toEqual({ name: 'None' })
  })

  it('says how much too long a hypothesis is', () => {
    expect(refused(() => parseBriefValue('hypothesis', 'x'.repeat(2_001), CATALOG))).toContain(
      '2001 characters; 2000 fit',
    )
  })

  it.each(TEXT_FIELDS)('%s: any text is read or refused, and what is read is read back', (field) => {
    fc.assert(
      fc.property(fc.oneof(anyText, pieces), (typed) => {
        const brief = readOrNull(field, typed)
        if (brief === null) return
        const text = briefValueText(field, brief, CATALOG)
        const again = { ...EMPTY_BRIEF, ...parseBriefValue(field, text, CATALOG) }
        if (text !== 'none' || field === 'name') expect(again).toEqual(brief)
      }),
      { numRuns: 300 },
    )
  })
})

/** Text made of what the forms are made of, so that many of them are read. */
const pieces = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'purchase',
        'spend',
        'unsubscribe',
        'up',
        'down',
        'also',
        '%',
        'points',
        'USD',
        'size:',
        '42,610',
      ),
      fc.constantFrom(
        ',',
        ';',
        '\n',
        '1/3',
        '2/3',
        '50%',
        '50',
        '2',
        'Group 1',
        'control',
        'none',
        '0.2',
        '1,500',
        '1.125',
        '1 000',
        '12k',
        '14',
        'weeks',
      ),
      fc.constantFrom(
        'webhook',
        'flags',
        'braze',
        'manual',
        '{@U0MEI}',
        'sync-audience',
        'Press send',
        '+',
        '-',
        '33.3',
        '📦',
      ),
    ),
    { maxLength: 9 },
  )
  .chain((words) => fc.constantFrom(words.join(' '), words.join('')))

function readOrNull(field: (typeof TEXT_FIELDS)[number], typed: string): Brief | null {
  try {
    return { ...EMPTY_BRIEF, ...parseBriefValue(field, typed, CATALOG) }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

describe('what a form begins with', () => {
  it.each([
    ['No E-Mail 1/3, Mens 1/3, Womens 1/3', 'No E-Mail, Mens, Womens'],
    ['a 10%, b 90%', 'a 10%, b 90%'],
    ['a 1/7, b 6/7', 'a 1/7, b 6/7'],
    ['Group 1, Group 2', 'Group 1 50%, Group 2 50%'],
  ])('arms %s', (typed, text) => {
    expect(armsText(parseArms(typed))).toBe(text)
  })

  it('any arms that were read are read back', () => {
    const name = fc.constantFrom(
      'Group 1',
      'Group 2',
      'control',
      'A 50%',
      'B 1/2',
      '7',
      'No E-Mail',
      '📦 8,5',
    )
    const share = fc.constantFrom('', ' 1/3', ' 50%', ' 33.3 %', ' 2', ' 40', ' 0.5')
    const arm = fc.tuple(name, share).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.array(arm, { minLength: 2, maxLength: 4 }), (all) => {
        const brief = readOrNull('arms', all.join(', '))
        if (brief) expect(parseArms(armsText(brief.arms))).toEqual(brief.arms)
      }),
      { numRuns: 2_000 },
    )
  })

  it('outcome, guardrails and plan', () => {
    expect(outcomeText(parseOutcome('purchase +7% also visit'))).toBe('purchase up 7% also visit')
    expect(outcomeText(parseOutcome('purchase up bayesian also visit'))).toBe(
      'purchase up bayesian also visit',
    )
    expect(guardrailsText(parseGuardrails('unsubscribe 0.2 pp, spend 0.5 USD, visit 7%', metrics))).toBe(
      'unsubscribe 0.2 points, spend 0.5 USD, visit 7%',
    )
    const stopping = 'unsubscribe 0.2 points stop on harm, visit 7%'
    expect(guardrailsText(parseGuardrails(stopping, metrics))).toBe(stopping)
    expect(guardrailsText(parseGuardrails('spend 1.1250 USD, visit 1.1250%', metrics))).toBe(
      'spend 1.1250 USD, visit 1.1250%',
    )
    expect(parsePlan('webhook `sync-audience` now')[0]).toMatchObject({ target: 'sync-audience' })
    expect(planText(parsePlan('webhook a b c; manual go {@U1} on'))).toBe('webhook a b c\nmanual {@U1} go on')
  })
})
