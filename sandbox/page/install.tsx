import { PATHS } from '../contract.ts'
import { Dialog } from './dialog.tsx'

/** The way into a Slack of one's own, as the README has it. */
export function Install({ close }: { close: () => void }) {
  return (
    <Dialog title="Use it in your Slack" close={close}>
      <ol class="body text install">
        <li>
          At{' '}
          <a href="https://api.slack.com/apps" target="_blank" rel="noreferrer">
            api.slack.com/apps
          </a>
          : "Create New App", "From a manifest", and paste{' '}
          <a href={PATHS.manifest} target="_blank" rel="noreferrer">
            manifest.yaml
          </a>
          .
        </li>
        <li>
          "Install App" gives the token that begins with <code>xoxb-</code>: as <code>SLACK_BOT_TOKEN</code>{' '}
          into <code>.env</code>, a copy of <code>.env.example</code>.
        </li>
        <li>
          "Basic Information", "App-Level Tokens", a token with <code>connections:write</code>: as{' '}
          <code>SLACK_APP_TOKEN</code>.
        </li>
        <li>
          A <code>stairway.yaml</code> of yours, from <code>stairway.example.yaml</code>: two teams, a
          warehouse, an exposure query and a metric.
        </li>
        <li>
          <code>npm start -- --slack</code>, then <code>/invite @Stairway</code> in your campaign's channel.
        </li>
      </ol>
    </Dialog>
  )
}
