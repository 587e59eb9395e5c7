import type { Teller } from './teller.ts'

/** A Monday: everything before it is told at the first start, everything after it is the newcomer's. */
export const PRESENT = '2026-03-16 09:30:00'
/** The channel that the story happens in. */
export const CHANNEL = 'C0GROWTH'

const ANA = 'U0ANA'
const RAJ = 'U0RAJ'
const MEI = 'U0MEI'
const TOM = 'U0TOM'

const GUARDED = {
  'What guardrail 1 watches': 'Unsubscribe, in points',
  'Guardrail 1 may get worse by at most': '0.5',
}
const SENT = ['Add a step that is sent']

/** Four campaigns as people left them, told by what they typed, filled in and clicked, in order of time. */
export async function tellStory(teller: Teller): Promise<void> {
  await pushReminder(teller)
  await winBack(teller)
  await winBackIsLive(teller)
  await onboarding(teller)
  await loyalty(teller)
  await teller.at(PRESENT)
}

/** Concluded: a small gain that was bought with opt-outs. */
async function pushReminder({ at, type, fill, click }: Teller): Promise<void> {
  await at('2026-02-02 10:05:00')
  await type(TOM, 'new Cart reminder by push template:quick-email key:push')
  await fill(
    TOM,
    'brief push',
    {
      Hypothesis: 'A push message an hour after a cart was left brings some of its owners back',
      'Desired outcome': 'Purchase',
      'By at least': '5',
      'Watched beside it': ['Visit'],
      ...GUARDED,
      Audience: 'App users who left a cart',
      People: '12000',
      'Name of arm 1': 'No push',
      'Name of arm 2': 'Push reminder',
      Horizon: '14',
      'Exposure query': 'sends',
      'Where step 2 is sent': 'Start the send',
      'What step 2 says': 'Start the push flow',
      'Data partner': MEI,
    },
    SENT,
  )
  await type(TOM, 'task push 1 done Opt-out is one tap from the message', 'submit push predict:+4%..+12%')
  await type(MEI, 'predict push +2% -4%..+8%')
  await at('2026-02-02 15:20:00')
  await click(RAJ, 'approve *Cart reminder by push*', 'Approve')
  await at('2026-02-03 09:30:00')
  await type(TOM, 'launch push')
  await at('2026-02-17 09:05:00')
  await type(TOM, 'digest push now')
  await at('2026-02-17 14:00:00')
  await type(
    TOM,
    'conclude push unclear bad Push brought a few more orders and nearly five times the opt-outs; e-mail is the better reminder',
  )
}

/** Live since 2 March: a clear win. */
async function winBack({ at, type, fill, click }: Teller): Promise<void> {
  await at('2026-02-26 10:10:00')
  await type(ANA, 'new Spring win-back template:win-back key:winback')
  await fill(
    ANA,
    'brief winback',
    {
      Hypothesis: 'A personal reminder with free delivery brings lapsed customers back',
      'Desired outcome': 'Purchase',
      'By at least': '8',
      'Watched beside it': ['Revenue per person (revenue)', 'Visit'],
      ...GUARDED,
      Audience: 'No order for 90 days, EU',
      People: '12400',
      'Name of arm 1': 'No e-mail',
      'Name of arm 2': 'Win-back e-mail',
      Horizon: '21',
      'Exposure query': 'sends',
      'Where step 2 is sent': 'Start the send',
      'What step 2 says': 'Start send 8812',
      'Data partner': RAJ,
    },
    SENT,
  )
  await at('2026-02-27 11:00:00')
  await type(
    RAJ,
    'task winback 1 done Test user 7: sent, clicked, bought',
    'task winback 2 done Scored 06:10, 12 400 customers',
    'task winback 3 done Half of each country, by hash of the customer id',
  )
  await type(ANA, 'task winback 4 done Tried on three phones', 'submit winback predict:+5%..+15%')
  await type(RAJ, 'predict winback +6% -2%..+14%')
  await at('2026-02-27 13:10:00')
  await type(TOM, 'approve winback The list and the offer are right')
  await at('2026-02-27 14:40:00')
  await click(RAJ, 'approve *Spring win-back*', 'Approve')
  await type(ANA, 'launch winback at:2026-03-02 9:30')
  await at('2026-03-02 09:30:00')
}

async function winBackIsLive({ at, type, write }: Teller): Promise<void> {
  await at('2026-03-11 10:15:00')
  await type(ANA, 'digest winback weekdays 09:00 Europe/Berlin')
  await type(ANA, `ask winback Do Outlook readers see the button? <@${RAJ}|raj> due:2026-03-13`)
  await at('2026-03-12 09:00:00')
  await at('2026-03-12 16:30:00')
  await type(
    RAJ,
    'answer winback-1 They do since Tuesday; before that the image hid it for 4 % of readers confidence:high decision:Images stay under 40 kB idea:A plain text mail for Outlook readers',
  )
  await at('2026-03-13 09:00:00')
  await at('2026-03-13 09:40:00')
  await write(
    ANA,
    'Purchases are holding up in the second week. I would like to know who stays away, though.',
  )
  await type(ANA, 'ask winback Why do rural customers buy less than the others? due:2026-03-17')
  await type(RAJ, 'followup winback-2 accept')
  await type(TOM, 'digest all weekly mon 09:00 Europe/Berlin <#C0DATA|data>')
}

/** Preparing: the power check is overdue. */
async function onboarding({ at, type, fill }: Teller): Promise<void> {
  await at('2026-03-13 14:00:00')
  await type(ANA, 'new Onboarding checklist template:in-product-experiment key:onboarding')
  await fill(ANA, 'brief onboarding', {
    Hypothesis: 'Three visible first steps help new customers to reach their first order',
    'Desired outcome': 'Activation',
    'By at least': '5',
    'Name of arm 1': 'As today',
    'Name of arm 2': 'Checklist',
    'Data partner': RAJ,
  })
  await type(
    ANA,
    'task onboarding 1 done The goal is activation within 7 days; unsubscribes are watched',
    'task onboarding 2 due 2026-03-13',
    'task onboarding 3 done Only the price test on the cart runs, elsewhere',
  )
  await type(RAJ, 'task onboarding 2 start', 'task onboarding 4 start')
}

/** In review: Tom has approved, and it waits for the data team. */
async function loyalty({ at, type, fill, write }: Teller): Promise<void> {
  await at('2026-03-13 15:10:00')
  await type(ANA, 'new Loyalty audience sync template:sync key:loyalty')
  await fill(
    ANA,
    'brief loyalty',
    {
      Hypothesis: 'Members who see the ad of their own tier order once more this month',
      'Desired outcome': 'Purchase',
      'By at least': '6',
      'Watched beside it': ['Revenue per person (revenue)'],
      ...GUARDED,
      Audience: 'Loyalty members with consent for ads',
      People: '11800',
      'Name of arm 1': 'Held out',
      'Share of arm 1': '50',
      'Name of arm 2': 'Synced',
      'Share of arm 2': '50',
      Horizon: '14',
      'Exposure query': 'sends',
      'Where step 2 is sent': 'Sync',
      'What step 2 says': '371',
      'Data partner': RAJ,
    },
    SENT,
  )
  await at('2026-03-13 17:00:00')
  await type(
    RAJ,
    'task loyalty 1 done Consent table joined; 214 people left out',
    'task loyalty 2 done No duplicates, staff accounts are out',
  )
  await type(ANA, 'task loyalty 3 done 500 of 500 matched in the trial')
  await at('2026-03-16 08:40:00')
  await type(ANA, 'submit loyalty')
  await at('2026-03-16 09:00:00')
  await at('2026-03-16 09:12:00')
  await type(TOM, 'approve loyalty The tiers are the right ones')
  await write(RAJ, 'I look at the loyalty sync after lunch. Mei, if you have time before that, go ahead.')
}
