import type { Step, TeamKind } from '../terms.ts'
import type { CampaignTemplate, TaskTemplate } from './catalog.ts'

const growth = lister('growth')
const data = lister('data')

/** What stairway knows without a stairway.yaml, which may override each by name. */
export const BUILT_IN_TEMPLATES: readonly CampaignTemplate[] = [
  {
    name: 'lifecycle-email',
    title: 'Lifecycle e-mail',
    kind: 'campaign',
    policy: 'default',
    tasks: [
      growth('analyze', 1, 'Outcome, guardrails and stop rule are written down'),
      data('analyze', 2, 'Power check at the expected audience and horizon'),
      data('collect', 2, 'Sent, click and purchase events seen for a test user'),
      data('collect', 3, 'Audience leaves out suppressed and opted-out people'),
      data('model', 3, 'Audience model was scored in the last 24 hours'),
      data('model', 3, 'Holdout is random, and kept out of every send'),
      data('analyze', 4, 'Sample-ratio alarm is on; exposure is logged at send'),
      growth('collect', 3, 'Frequency cap holds, no clash with other sends'),
      growth('collect', 4, 'Proof reads well on mobile, dark mode, images off'),
      growth('collect', 4, 'Links, tracking tags and empty merge fields are tried'),
      growth('collect', 4, 'Unsubscribe works in one click, by link and by header'),
      growth('collect', 5, 'Rollback plan: who stops the send, how, how fast'),
    ],
  },
  {
    name: 'in-product-experiment',
    title: 'In-product experiment',
    kind: 'experiment',
    policy: 'default',
    tasks: [
      growth('analyze', 1, 'Hypothesis, goal metric and guardrails are written down'),
      data('analyze', 2, 'Power check at eligible traffic, horizon in whole weeks'),
      growth('collect', 2, 'No other experiment touches the same people and place'),
      data('collect', 3, 'Exposure is logged where the arms first differ'),
      data('collect', 3, 'Events verified end to end on a test user in each arm'),
      data('model', 4, 'Assignment stays the same across devices and sign-in'),
      data('analyze', 4, 'A dry run without a change splits people as planned'),
      data('analyze', 5, 'Sample-ratio alarm is on from the first day'),
      growth('collect', 4, 'Each arm tried on mobile, dark mode and a slow network'),
      growth('collect', 4, 'Each arm works by keyboard and screen reader', 'optional'),
      growth('collect', 5, 'Rollback tried: the switch shows everyone the control'),
      growth('collect', 5, 'Support knows what customers may see', 'optional'),
    ],
  },
  {
    name: 'audience-sync',
    title: 'Audience sync',
    kind: 'campaign',
    policy: 'default',
    tasks: [
      data('collect', 1, 'Consent covers sharing with this destination'),
      growth('analyze', 1, 'Outcome and the holdout to compare with are agreed'),
      data('collect', 2, 'Suppressed and deleted people leave within a day'),
      data('collect', 2, 'Only needed fields are sent, identifiers are hashed'),
      data('model', 2, 'Source model is fresh, and its tests pass'),
      data('model', 3, 'One row a person; staff and test accounts are out'),
      data('model', 3, 'Holdout is out of this sync and of lookalikes of it'),
      data('analyze', 3, 'Power check at the expected match rate'),
      growth('collect', 3, 'Trial sync of a small slice matches as expected'),
      growth('collect', 4, 'Frequency cap and exclusions set at the destination', 'optional'),
      data('analyze', 4, 'Alarm on failed rows and on a sudden change in size'),
      growth('collect', 5, 'Rollback plan: stop the sync and empty the audience'),
    ],
  },
]

function lister(team: TeamKind) {
  return (step: Step, dueInDays: number, title: string, need?: 'optional'): TaskTemplate => ({
    title,
    step,
    team,
    required: need !== 'optional',
    dueInDays,
  })
}
