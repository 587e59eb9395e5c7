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
      growth('analyze', 1, 'Write down outcome, guardrails and stop rule'),
      data('analyze', 2, 'Check the power at this audience and horizon'),
      data('collect', 2, 'See sent, click and purchase events of a test user'),
      data('collect', 3, 'Leave out suppressed and opted-out people'),
      data('model', 3, 'Score the audience model, at most 24 hours before'),
      data('model', 3, 'Draw a random holdout, keep it out of every send'),
      data('analyze', 4, 'Log the exposure at send, turn the split alarm on'),
      growth('collect', 3, 'Check the frequency cap and other sends'),
      growth('collect', 4, 'Proof on mobile, in dark mode, without images'),
      growth('collect', 4, 'Try links, tracking tags and empty merge fields'),
      growth('collect', 4, 'Make unsubscribe work in one click, link and header'),
      growth('collect', 5, 'Plan the rollback: who stops it, how, how fast'),
    ],
  },
  {
    name: 'in-product-experiment',
    title: 'In-product experiment',
    kind: 'experiment',
    policy: 'default',
    tasks: [
      growth('analyze', 1, 'Write down hypothesis, goal metric and guardrails'),
      data('analyze', 2, 'Check the power at eligible traffic, in whole weeks'),
      growth('collect', 2, 'Rule out other experiments on the same people'),
      data('collect', 3, 'Log the exposure where the arms first differ'),
      data('collect', 3, 'Verify events end to end, a test user in each arm'),
      data('model', 4, 'Keep the assignment across devices and sign-in'),
      data('analyze', 4, 'Run dry without a change, check the split'),
      data('analyze', 5, 'Turn the split alarm on from the first day'),
      growth('collect', 4, 'Try each arm on mobile, dark mode and a slow network'),
      growth('collect', 4, 'Try each arm by keyboard and screen reader', 'optional'),
      growth('collect', 5, 'Try the rollback: everyone sees the control'),
      growth('collect', 5, 'Tell support what customers may see', 'optional'),
    ],
  },
  {
    name: 'audience-sync',
    title: 'Audience sync',
    kind: 'campaign',
    policy: 'default',
    tasks: [
      data('collect', 1, 'Check that consent covers this destination'),
      growth('analyze', 1, 'Agree on the outcome and on the holdout'),
      data('collect', 2, 'Make suppressed and deleted people leave in a day'),
      data('collect', 2, 'Send needed fields only, hash the identifiers'),
      data('model', 2, 'Refresh the source model, run its tests'),
      data('model', 3, 'Keep one row a person, leave staff and tests out'),
      data('model', 3, 'Keep the holdout out of this sync and lookalikes'),
      data('analyze', 3, 'Check the power at the expected match rate'),
      growth('collect', 3, 'Sync a small slice first, check the match rate'),
      growth('collect', 4, 'Set frequency cap and exclusions at the destination', 'optional'),
      data('analyze', 4, 'Set an alarm on failed rows and sudden sizes'),
      growth('collect', 5, 'Plan the rollback: stop the sync, empty the audience'),
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
