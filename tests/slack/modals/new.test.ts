import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NOTHING_TO_READ } from '../../commands/yaml.ts'
import { readAloud, type Stand, standUp } from '../../conversations/stand.ts'
import { beginnings, errorsOf, shown } from './answers.ts'

let stand: Stand

beforeEach(async () => {
  stand = await standUp(NOTHING_TO_READ)
})
afterEach(() => stand.close())

async function opened(text = 'new', channel?: string) {
  await stand.type('U0ANA', text, channel)
  return shown(stand)
}

describe('the form of a new campaign', () => {
  it('sets up what was filled in, in the channel it was typed in', async () => {
    const form = await opened()
    expect(form.title).toMatchObject({ text: 'New campaign' })
    await stand.client.fillAndSubmit('U0ANA', form, {
      Name: 'Spring <win-back> & more',
      Template: 'In-product experiment',
      Hypothesis: 'A reminder helps',
      Key: 'Winback',
    })
    const brief = shown(stand)
    expect(brief.title).toMatchObject({ text: 'Brief' })
    const head = readAloud({ text: '', blocks: brief.blocks })
    expect(head).toContain('is set up as `winback` with 12 tasks of the template *In-product experiment*')
    expect(head).not.toContain('/campaign brief')
    expect(beginnings(brief)).toMatchObject({
      Hypothesis: 'A reminder helps',
      'Name of arm 2': null,
      'What guardrail 1 watches': { value: '-' },
      'Who does step 1': null,
    })
    const row = await stand.stairway.db('campaigns').first('key', 'template', 'channel')
    expect(row).toEqual({ key: 'winback', template: 'in-product-experiment', channel: 'C0GROWTH' })
    await stand.client.fillAndSubmit('U0ANA', brief, { 'Desired outcome': 'Purchase', 'By at least': '8' })
    const seen = readAloud(await stand.say('U0ANA', 'brief winback outcome purchase up 8%'))
    expect(seen).toContain('Nothing changed')
    await stand.settle()
    expect(readAloud(await stand.card('winback'))).toContain('Spring &lt;win-back&gt; &amp; more')
  })

  it('begins with the template and the key that were typed', async () => {
    const form = await opened('new template:audience-sync key:sync')
    await stand.client.fillAndSubmit('U0ANA', form, { Name: 'Sync' })
    expect(await stand.stairway.db('campaigns').first('key', 'template')).toEqual({
      key: 'sync',
      template: 'audience-sync',
    })
  })

  it('asks for the channel where it was opened in a direct message', async () => {
    const form = await opened('new', 'D0ANA')
    await expect(stand.client.fillAndSubmit('U0ANA', form, { Name: 'Sync' })).rejects.toThrow(
      'complete "Channel"',
    )
    await stand.client.fillAndSubmit('U0ANA', form, { Name: 'Sync', Channel: 'C0DATA' })
    expect(await stand.stairway.db('campaigns').first('channel')).toEqual({ channel: 'C0DATA' })
  })

  it('says all that is wrong at once', async () => {
    const delivery = await stand.client.fillAndSubmit('U0ANA', await opened(), { Name: ' ', Key: 'win_back' })
    expect(Object.keys(errorsOf(delivery)).sort()).toEqual(['key', 'name'])
  })

  it('takes a template by its title or its beginning, and says which one it took', async () => {
    const made = async (typed: string) => (await stand.say('U0ANA', `new ${typed}`)).text
    expect(await made('Sync template:"Audience Sync"')).toContain('of the template *Audience sync*')
    expect(await made('Test template:in-pro')).toContain('of the template *In-product experiment*')
    expect(await made('Autumn push')).toContain(
      'of the template *Lifecycle e-mail*; its card comes to <#C0GROWTH>. Say what it is for: `/campaign brief autumn-push`\nNo template was named: `template:` takes in-product-experiment, audience-sync.',
    )
    expect(await made('Mail template:lifecyle')).toContain('Did you mean lifecycle-email?')
  })

  it.each([
    [{ Name: '   ' }, 'name', 'A campaign needs a name'],
    [{ Name: 'Spring', Key: 'win_back' }, 'key', "can't be a key"],

    [{ Name: 'Spring', Key: 'taken' }, 'key', 'There is a campaign taken already'],
  ])('%o is shown under its input', async (entries, block, why) => {
    await stand.say('U0ANA', 'new Taken key:taken')
    const delivery = await stand.client.fillAndSubmit('U0ANA', await opened(), entries)
    expect(Object.keys(errorsOf(delivery))).toEqual([block])
    expect(errorsOf(delivery)[block]).toContain(why)
    expect(await stand.stairway.db('campaigns').count({ n: '*' }).first()).toEqual({
      n: expect.toSatisfy((n) => Number(n) === 1),
    })
  })
})
