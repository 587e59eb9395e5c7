import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type FormState, PATHS, type State } from '../../sandbox/contract.ts'
import { fill } from '../../sandbox/workspace/forms.ts'
import { clickOn, newest, newFolder, type Open, openIn, wordsOf } from './open.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 }) // nothing here hangs on how busy the machine is

const [ANA, RAJ, MEI, TOM, ZOE] = ['U0ANA', 'U0RAJ', 'U0MEI', 'U0TOM', 'U0ZOE'] as const

let it: Open
let remove: () => Promise<void>
beforeAll(async () => {
  const made = await newFolder()
  remove = made.remove
  it = await openIn(made.folder)
})
afterAll(async () => {
  expect(await it.close()).toBe(0)
  await remove()
})

const said = (state: State, words: string) => {
  const message = newest(state, words)
  return message ? wordsOf(message) : undefined
}
const tool = ({ tools }: State, wanted: string) => tools.find(({ name }) => name === wanted)?.says
const done = ({ guide }: State) => guide.filter((step) => step.done).map(({ id }) => id)

describe('the story', () => {
  test('it is said that it starts, then where; four campaigns are as people left them', async () => {
    expect(it.printed).toEqual(['Stairway is starting…', `Stairway's local workspace is open at ${it.url}`])
    const state = await it.state(ANA)
    expect(state).toMatchObject({
      team: { name: 'Stairway' },
      bot: { id: 'U0BOT', name: 'Stairway', readOnly: true },
      zone: 'Europe/Berlin',
      me: ANA,
      home: null,
      modals: [],
      shortcuts: [],
    })
    expect(state.now.slice(0, 15)).toBe('2026-03-16T08:3')
    expect(state.people.map(({ name, role }) => `${name}, ${role}`)).toEqual([
      'ana, owner',
      'raj, data partner',
      'mei, approver, data',
      'tom, approver, growth',
      'zoe, outsider',
    ])
    expect(state.commands).toMatchObject([
      { name: '/campaign', usage: expect.stringContaining('new <name>') },
    ])
    expect(state.offers).toEqual([])
    expect(done(state)).toEqual([])
    for (const [name, stage] of [
      ['Cart reminder by push', 'concluded'],
      ['Spring win-back', 'live'],
      ['Onboarding checklist', 'preparing'],
      ['Loyalty audience sync', 'in review'],
    ]) {
      const cards = (state.conversations.C0GROWTH ?? []).filter(({ text }) => text.startsWith(`*${name}*`))
      expect(cards[0]?.text, name).toContain(`*${stage}*`)
    }
  })

  test('its digests find what is true of the data: a clear win, and a guardrail that was hurt', async () => {
    const state = await it.state(ANA)
    const digests = (state.conversations.C0GROWTH ?? []).filter(({ text }) => /day \d+ of 21/.test(text))
    expect(digests.map(({ text }) => /day (\d+)/.exec(text)?.[1])).toEqual(['10', '11', '14'])
    expect(digests.at(-1)?.text).toContain(
      '*Ship Win-back e-mail.* Purchase +50 % (+26 … +78 %), nothing is worse.',
    )
    const all = said(state, '*All figures*  *Spring win-back*  `winback`, day 14 of 21')
    expect(all).toMatch(/\+49\.9\s% \(\+26\.3 … \+78\.0\s%\)/)
    const pushed = said(state, '*Cart reminder by push*, day 14 of 14')?.replace(/\s/g, ' ')
    expect(pushed).toContain('Unsubscribe is 1.9 points higher in Push reminder; 0.5 was allowed.')
    expect(said(state, '*Live campaigns*')).toMatch(
      /^\*Live campaigns\*.*\n1 campaign, 1 waiting for a decision; to look at: `winback`\.\n■ \*Spring win-back\*[^\n]*\*Ship Win-back e-mail\.\*/,
    )
  })

  test('the power check of the onboarding campaign is overdue', async () => {
    const { text } = await it.say(RAJ, 'tasks onboarding')
    expect(text).toContain('Check the power at eligible')
    expect(wordsOf(await it.say(RAJ, ''))).toContain(
      '*Check the power at eligible traffic, in whole weeks*  onboarding · 3 days late · holds the launch',
    )
  })
})

describe('the guide', () => {
  /** Once the button is there: a card waits a second for more to change. */
  const pressAt = async (as: string, on: string, label: string) => {
    await it.until(as, (state) => (said(state, on) ?? '').includes(`"text":"${label}"`))
    await it.click(as, on, label)
  }

  test('is gone in eight acts, each of them named by its hints or its buttons', async () => {
    const acts: string[] = []
    const press = async (as: string, on: string, label: string) => {
      await pressAt(as, on, label)
      acts.push(`${as} presses ${label}`)
    }
    const next = async () => (await it.state(ANA)).guide.find((step) => !step.done)
    const leads = async (label: string, pressed: string) => {
      await it.until(ANA, ({ guide }) => guide.find((step) => !step.done)?.button?.label === label)
      expect(JSON.stringify((await next())?.button?.does)).toContain(pressed)
    }
    const card = '*Weekend deal*  `weekend-deal`  ·'

    const command = /`\/campaign (new .*?)`/.exec((await next())?.hint ?? '')?.[1] ?? ''
    const { text } = await it.say(ANA, command)
    acts.push(`${ANA} types ${command}`)
    expect(text).toContain('weekend-deal')
    expect(done(await it.state(ANA))).toEqual(['create'])
    await leads('Show its tasks', '"label":"Tasks"')
    await press(ANA, card, 'Tasks')
    await press(ANA, '0 of 1 done', 'Mark done')
    await leads('Submit it, then be Raj', '"label":"Submit"')
    await press(ANA, card, 'Submit')
    await leads('Be Raj', '"in":"D0RAJ"')
    await press(RAJ, 'asks you to approve *Weekend deal*', 'Approve')
    await leads('Launch it as Ana', '"label":"Launch"')
    await press(ANA, card, 'Launch')
    acts.push('and answers its question')
    expect(tool(await it.until(ANA, (state) => done(state).includes('launch')), 'offer-banner')).toBe('on')

    expect((await it.move('next-morning')).now?.slice(0, 16)).toBe('2026-03-17T08:01')
    acts.push('Next morning')
    const state = await it.state(ANA)
    expect(done(state)).toEqual(['create', 'tick', 'approve', 'launch', 'morning'])
    expect(newest(state, '*Weekend deal*, day 1 of 7')).toMatchObject(state.digest ?? { ts: 'none' })
    expect(said(state, '`weekend-deal`, day 1 of 7')).toMatch(/Purchase.*Unsubscribe/s)
    expect(state.offers.map(({ id }) => id)).toEqual(['ramp', 'ask', 'conclude', 'harm', 'install'])
    expect(acts).toHaveLength(8)
  })

  test('a launch goes up in stages, is stopped, and comes back with its proof: by the buttons of what to try next', async () => {
    const card = '*Free shipping*  `free-shipping`  ·'
    const offer = (label: string) => (state: State) => state.offers[0]?.button.label === label
    const command = (await it.state(ANA)).offers[0]?.button.does.find((act) => act.kind === 'send')
    await it.say(ANA, command?.text ?? '')
    await it.until(ANA, offer('Submit it, then be Raj'))
    await pressAt(ANA, card, 'Submit')
    await it.until(ANA, offer('Be Raj'))
    await pressAt(RAJ, 'asks you to approve *Free shipping*', 'Approve')
    await it.until(ANA, offer('Launch the first stage'))
    await pressAt(ANA, card, 'Launch')
    await it.until(ANA, offer('An hour later'))
    await it.until(ANA, (state) => tool(state, 'free-shipping') === 'on for 10 %')
    await it.until(ANA, (state) => (said(state, card) ?? '').includes('50%'))
    for (const share of ['on for 50 %', 'on']) {
      await it.move('hour')
      await it.until(ANA, (state) => tool(state, 'free-shipping') === share)
    }
    await it.until(ANA, offer('Stop it'))
    await pressAt(ANA, card, 'Stop')
    await it.until(ANA, offer('Two hours later'))
    await it.until(ANA, (state) => tool(state, 'free-shipping') === 'off')
    expect(said(await it.state(ANA), 'is stopped, by Ana')).toMatch(
      /Taken back: step 4.*Taken back: step 3.*Taken back: step 2/s,
    )
    for (let hour = 0; hour < 4; hour += 1) await it.move('hour')
    expect(said(await it.state(ANA), card)).toMatch(
      /nobody any more: no exposure since.*the flag free-shipping is off/,
    )
  })

  test('the commands among its hints are those of the newest campaign, and do the same', async () => {
    await it.say(ANA, 'new Another template:quick-win key:other')
    const hints = (await it.state(ANA)).guide.map(({ hint }) => hint).join('\n')
    const commands = [...hints.matchAll(/`\/campaign (\w+ other(?: 1 done)?)`/g)].map(
      (match) => match[1] ?? '',
    )
    expect(commands).toEqual(['task other 1 done', 'submit other', 'launch other'])
    for (const command of ['task other 1 done', 'submit other']) await it.say(ANA, command)
    await it.say(RAJ, 'approve other')
    await it.say(ANA, 'launch other')
    await it.click(ANA, 'Launch *Another*', 'Launch')
    await it.until(ANA, (state) => newest(state, '*Another* is live') !== undefined)
    expect(tool(await it.state(ANA), 'offer-banner')).toBe('on')
    await it.say(ANA, 'stop other The offer was wrong')
    await it.until(ANA, (state) => tool(state, 'offer-banner') === 'off')
    await it.until(ANA, (state) => newest(state, 'Taken back: step 2, Flag: offer-banner on') !== undefined)
  })

  test('a brief is filled in by hand where a template has none', async () => {
    await it.say(TOM, 'new Cart e-mail template:quick-email key:cart')
    await fillBrief()
    await it.say(TOM, 'task cart 1 done Tried both links')
    expect((await it.say(TOM, 'submit cart')).text).toContain('in review')
  })

  async function fillBrief(): Promise<void> {
    await it.act(TOM, { kind: 'command', channel: 'C0GROWTH', text: 'brief cart' })
    const { modals } = await it.until(TOM, (state) => state.modals.length > 0)
    const [modal] = modals
    const blocks = modal?.blocks ?? []
    const state = fill(blocks, {
      Hypothesis: 'An offer for the weekend brings people back',
      'Desired outcome': 'Purchase',
      'By at least': '8',
      Audience: 'No order this month',
      People: '8000',
      'Name of arm 1': 'No e-mail',
      'Name of arm 2': 'Offer e-mail',
      Horizon: '14',
      'Exposure query': 'sends',
      'Who does step 1': TOM,
      'What is done in step 1': 'Send the offer',
    }) as FormState
    const viewId = modal?.id ?? ''
    const nameless = { ...state, name: { v: { type: 'plain_text_input', value: '' } } }
    expect(await it.act(TOM, { kind: 'submit', viewId, state: nameless })).toEqual({
      ok: false,
      error: 'Please complete Name',
    })
    const wrong = fill(blocks, { 'Desired outcome': 'Purchase', 'By at least': '-8' }) as FormState
    expect(await it.act(TOM, { kind: 'submit', viewId, state: wrong })).toEqual({ ok: true })
    const { errors = {} } = (await it.state(TOM)).modals[0] ?? {}
    expect(Object.values(errors).join(' ')).toContain('above 0')
    await it.act(TOM, { kind: 'submit', viewId, state })
    await it.until(TOM, (state) => state.modals[0]?.submit === null)
    await it.act(TOM, { kind: 'close', viewId })
    expect((await it.state(TOM)).modals).toEqual([])
  }
})

describe('another morning', () => {
  beforeAll(async () => {
    await it.click(MEI, 'asks you to approve *Loyalty audience sync*', 'Approve')
    await it.until(MEI, (state) => newest(state, 'Approved by Tom and Mei') !== undefined)
    await it.say(ANA, 'launch loyalty')
    await it.click(ANA, 'Launch *Loyalty audience sync*', 'Launch')
    await it.until(ANA, (state) => tool(state, 'Sync 371') === 'running')
    await it.move('hour')
    expect(tool(await it.state(ANA), 'Sync 371')).toBe('11\u202f800 rows')
    await it.until(ANA, (state) => newest(state, '*Loyalty audience sync* is live') !== undefined)
    await it.say(ANA, 'digest loyalty daily 09:00')
    await it.move('next-morning')
  })

  test('the data grows with the clock', async () => {
    const state = await it.state(ANA)
    expect(said(state, '`weekend-deal`, day 2 of 7')).toContain('Since the last one')
    expect(said(state, '`winback`, day 16 of 21')).toContain('Since the last one')
  })

  test('a split that lost people on the way is found', async () => {
    const state = await it.state(ANA)
    const digest = said(state, '*Loyalty audience sync*, day 1 of 14')
    expect(digest).toContain('The split is off')
    expect(digest).toContain('Task 4 for Raj')
    expect(said(state, '`loyalty`, day 1 of 14')).toContain('most of all where device is app')
    expect(said(await it.state(RAJ), 'Its lifts are hidden until that is mended')).toContain(
      'Task 4 is yours',
    )
  })
})

describe('the quarter', () => {
  test('comes as a picture that is shown and a file to keep, with the story’s predictions scored', async () => {
    expect((await it.say(TOM, 'growth')).text).toMatch(/growth: 1 prediction, on average [\d.]+ points too/)
    await it.say(TOM, 'growth send')
    const state = await it.until(
      TOM,
      (each) => newest(each, 'The CSV has a line for each campaign') !== undefined,
    )
    const { blocks = [] } = newest(state, 'The CSV has a line for each campaign') ?? {}
    const ids = blocks.flatMap((block) => {
      const { type, external_id, slack_file } = block as {
        type: string
        external_id?: string
        slack_file?: { id: string }
      }
      return type === 'file' ? [external_id] : type === 'image' ? [slack_file?.id] : []
    })
    const [picture, file] = await Promise.all(ids.map((id) => fetch(`${it.url}${PATHS.files}${id}`)))
    expect(picture?.headers.get('content-type')).toBe('image/png')
    expect(file?.headers.get('content-type')).toBe('application/octet-stream')
    expect(await file?.text()).toMatch(
      /^\uFEFF?quarter,campaign,name[\s\S]*\r\n2026Q1,push,Cart reminder by push/,
    )
  })
})

describe('people', () => {
  test('see their own: private lines, direct messages, Home', async () => {
    await it.say(ANA, 'list all')
    const zoe = await it.state(ZOE)
    expect((zoe.conversations.C0GROWTH ?? []).some(({ ephemeral }) => ephemeral)).toBe(false)
    expect(zoe.dms).toEqual([{ id: 'D0ZOE', with: 'U0BOT' }])
    expect(await it.act(ZOE, { kind: 'home' })).toEqual({ ok: true })
    const { home } = await it.until(ZOE, (state) => state.home !== null)
    expect(JSON.stringify(home)).toContain('Nothing waits on you')
    expect((await it.state(MEI)).home).toBeNull()
  })

  test('write plain messages, in threads as well', async () => {
    await it.act(ZOE, { kind: 'message', channel: 'C0DATA', text: 'Is the *warehouse* slow today?' })
    const root = (await it.state(ZOE)).conversations.C0DATA?.at(-1)
    expect(root).toMatchObject({ user: ZOE, text: 'Is the *warehouse* slow today?' })
    const threadTs = root?.ts ?? ''
    await it.act(RAJ, { kind: 'message', channel: 'C0DATA', text: 'It was', threadTs })
    expect((await it.state(ZOE)).conversations.C0DATA?.at(-1)?.replies).toMatchObject([
      { user: RAJ, text: 'It was' },
    ])
    expect(await it.act(ZOE, { kind: 'message', channel: 'C0OLD', text: 'x' })).toMatchObject({ ok: false })
    expect(await it.act(ZOE, { kind: 'message', channel: 'D0ANA', text: 'x' })).toMatchObject({ ok: false })
  })

  test('click what they see, though it is drawn anew at that moment', async () => {
    const card = '*Onboarding checklist*  `onboarding`  ·'
    const seen = newest(await it.state(ANA), card)
    if (!seen) throw new Error('There is no card')
    await it.say(ANA, 'brief onboarding horizon 28')
    await it.until(ANA, (state) => (said(state, card) ?? '').includes('horizon 28 days'))
    expect(await it.act(ANA, clickOn(seen, 'Tasks'))).toEqual({ ok: true })
    expect(await it.act(ANA, clickOn({ ...seen, ts: '1.000001' }, 'Tasks'))).toMatchObject({ ok: false })
  })

  test('are told what can not be done any more', async () => {
    const gone = { kind: 'close', viewId: 'V0GONE' } as const
    expect(await it.act(ANA, gone)).toEqual({ ok: false, error: 'This view is not open any more' })
  })
})

test('the inspector shows what went to and fro', async () => {
  const all = await it.inspect()
  expect(all.map(({ n }) => n)).toEqual(all.map((_, index) => (all[0]?.n ?? 0) + index))
  const what = new Set(all.map(({ direction, what }) => `${direction} ${what}`))
  for (const one of [
    'to-stairway slash_commands',
    'to-stairway interactive',
    'to-stairway events_api',
    'to-slack chat.postMessage',
    'to-slack views.publish',
  ])
    expect(what).toContain(one)
  const last = all.at(-1)?.n ?? 0
  await it.say(ANA, 'help')
  expect((await it.inspect(last)).map(({ what }) => what)).toContain('slash_commands')
})
