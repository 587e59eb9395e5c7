import { App, HTTPReceiver, LogLevel } from '@slack/bolt'

/** A Bolt app that only acks, set up as Stairway sets up its own: what nothing behind the ack could exceed. */
const { SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', SLACK_API_URL = '', PORT } = process.env
const receiver = new HTTPReceiver({
  signingSecret: SLACK_SIGNING_SECRET,
  endpoints: ['/slack/events'],
  customRoutes: [{ path: '/readyz', method: 'GET', handler: (_request, response) => void response.end() }],
  logLevel: LogLevel.ERROR,
})
const app = new App({
  token: SLACK_BOT_TOKEN,
  receiver,
  deferInitialization: true,
  convoStore: false,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: SLACK_API_URL },
})
app.command(/.*/, ({ ack }) => ack())
await app.init()
await receiver.start(Number(PORT))
