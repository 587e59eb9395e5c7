import type { Ground } from './ground.ts'
import { type Answer, type Args, asList, asText, isRecord } from './types.ts'

/** Completes an upload; with a conversation it is a message there, of the bot's, with the files in it. */
export async function completeUpload({ files, emulator }: Ground, args: Args): Promise<Answer> {
  const channel = asText(args.channel_id)
  // Slack takes channels too; nothing of Stairway's is shared with more than one person.
  if (channel !== '' && !channel.startsWith('D')) return { ok: false, error: 'channel_not_found' }
  const answer = files.complete(args)
  if (!answer.ok || channel === '') return answer
  const text = asText(args.initial_comment)
  const shared = asList(answer.files).filter(isRecord).map(blockOf)
  const comment = text === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }]
  const posted = await emulator.call('chat.postMessage', { channel, text, blocks: [...comment, ...shared] })
  return posted.ok ? answer : posted
}

/** A picture is shown, any other file is named: Slack has both beside the blocks of a message. */
function blockOf({ id, title, mimetype, alt_txt }: Record<string, unknown>) {
  return asText(mimetype).startsWith('image/')
    ? { type: 'image', slack_file: { id }, alt_text: asText(alt_txt) || asText(title) }
    : { type: 'file', external_id: id, source: 'remote', name: title }
}
