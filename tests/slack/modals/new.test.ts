import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NOTHING_TO_READ } from '../../commands/yaml.ts'
import { readAloud, type Stand, standUp } from '../../conversations/stand.ts'
import { errorsOf, shown } from './answers.ts'

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
    expect(readAloud({ text: '', blocks: shown(stand).blocks })).toContain('is set up as `winback` with')
    const row = await stand.stairway.db('campaigns').first('key', 'template', 'channel')
    expect(row).toEqual({ key: 'winback', template: 'in-product-experiment', channel: 'C0GROWTH' })
    const seen = readAloud(await stand.say('U0ANA', 'brief winback hypothesis A reminder helps'))
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
