import type { WebClient } from '@slack/web-api'
import { afterEach, describe, expect, it } from 'vitest'
import { endAll, slackOf, webClient } from '../../support/tiny-bot.ts'

afterEach(endAll)

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

async function begun(web: WebClient, length = PNG.length) {
  const { file_id: id = '', upload_url: url = '' } = await web.files.getUploadURLExternal({
    filename: 'a.png',
    length,
  })
  return { id, url }
}

const post = (url: string, body: Buffer) => fetch(url, { method: 'POST', body: new Uint8Array(body) })

async function uploaded(web: WebClient, bytes = PNG): Promise<string> {
  const { id, url } = await begun(web, bytes.length)
  expect((await post(url, bytes)).status).toBe(200)
  await web.files.completeUploadExternal({ files: [{ id, title: 'A' }] })
  return id
}

const shown = (id: string) => ({
  channel: 'C0GROWTH',
  text: 'Look',
  blocks: [{ type: 'image', alt_text: 'a', slack_file: { id } }],
})

describe('files', () => {
  it('are asked for, sent and completed; a block may show one once Slack has looked at it', async () => {
    const slack = await slackOf()
    const web = webClient(slack)
    const id = await uploaded(web)
    await expect(web.chat.postMessage(shown(id))).rejects.toThrow(/invalid_blocks/)
    expect((await web.files.info({ file: id })).file).toEqual({ id, name: 'a.png', mimetype: '' })
    expect((await web.files.info({ file: id })).file).toEqual({ id, name: 'a.png', mimetype: 'image/png' })
    await web.chat.postMessage(shown(id))
    expect(await slack.messages('C0GROWTH')).toMatchObject([{ blocks: [{ slack_file: { id } }] }])
    expect(slack.violations).toHaveLength(1)
    expect(slack.files.read(id)?.content).toBe(PNG.toString('base64'))
  })

  it('that are none, or no pictures, are refused in blocks of messages and views', async () => {
    const slack = await slackOf()
    const web = webClient(slack)
    const words = await uploaded(web, Buffer.from('words'))
    await web.files.info({ file: words })
    for (const id of ['F0NONE', words]) {
      await expect(web.chat.postMessage(shown(id))).rejects.toThrow(/invalid_blocks/)
      const view = { type: 'home' as const, blocks: shown(id).blocks as never }
      await expect(web.views.publish({ user_id: 'U0ANA', view })).rejects.toThrow(/invalid_arguments/)
    }
    expect(slack.violations.flatMap(({ problems }) => problems)).toContain(
      'blocks: invalid slack file: F0NONE',
    )
  })

  it('are not there before their bytes came, all of them, and were said to be all', async () => {
    const web = webClient(await slackOf())
    const { id, url } = await begun(web)
    const complete = () => web.files.completeUploadExternal({ files: [{ id }] })
    await expect(complete()).rejects.toThrow('file_not_found')
    expect((await post(url, PNG.subarray(1))).status).toBe(400)
    await expect(complete()).rejects.toThrow('file_not_found')
    expect((await post(url, PNG)).status).toBe(200)
    await expect(web.files.info({ file: id })).rejects.toThrow('file_not_found')
    await complete()
    await expect(complete()).rejects.toThrow('file_not_found')
    expect((await post(url, PNG)).status).toBe(400)
    expect((await post(`${url}x`, PNG)).status).toBe(400)
    await expect(begun(web, 0)).rejects.toThrow('invalid_arguments')
  })

  it('need their scopes', async () => {
    const web = webClient(await slackOf({ scopes: ['chat:write'] }))
    await expect(begun(web)).rejects.toThrow('missing_scope')
    await expect(web.files.info({ file: 'F0' })).rejects.toThrow('missing_scope')
  })

  it('outlive a Slack, and new ones get ids of their own', async () => {
    const first = await slackOf()
    const id = await uploaded(webClient(first))
    const second = await slackOf()
    second.files.restore(first.files.kept())
    expect(second.files.read(id)).toEqual(first.files.read(id))
    expect(await uploaded(webClient(second))).not.toBe(id)
  })

  it('fail as told', async () => {
    const slack = await slackOf()
    const { url } = await begun(webClient(slack))
    slack.failNext('upload', { status: 500 })
    expect((await post(url, PNG)).status).toBe(500)
    expect((await post(url, PNG)).status).toBe(200)
    expect(slack.calls.filter(({ method }) => method === 'upload').map(({ answer }) => answer.ok)).toEqual([
      false,
      true,
    ])
  })
})
