import { submit } from '../../usecases/approvals.ts'
import { launch } from '../../usecases/launches.ts'
import { move } from '../../usecases/lifecycle.ts'
import { readHistory, readState } from '../../usecases/reads/campaigns.ts'
import { readPortfolioDigest } from '../../usecases/reads/portfolios.ts'
import { type AnyButton, type Click, onClick } from '../buttons.ts'
import { CLICK } from '../cards/buttons.ts'
import { campaignCard } from '../cards/campaign.ts'
import { HISTORY_PAGE, historyMessage } from '../cards/history.ts'
import { portfolioCard } from '../cards/portfolio.ts'
import { addRow, changeRow, openBriefToChange } from '../modals/brief/brief.ts'
import { ROW_KINDS } from '../modals/brief/rows.ts'
import { openConclude } from '../modals/conclude.ts'
import { launchingWords } from '../modals/done-words.ts'
import { openDespite } from '../modals/small/despite.ts'
import { openPause } from '../modals/small/pause.ts'
import { openPointsForm } from '../modals/small/points.ts'
import { openSetTime } from '../modals/small/set-time.ts'
import { briefDrawn } from '../replies/brief.ts'
import { campaignList, followUpList, learningList } from '../replies/lists.ts'
import { withPredictButton } from '../replies/predict-button.ts'
import { resultsNow } from '../replies/readings.ts'
import { openRequests, rehearsalNow } from '../replies/rehearsals.ts'
import { drawn, said } from '../replies/said.ts'
import { submittedWords } from '../replies/waits-for.ts'
import { cardAgain, taskList, waitingList } from './again.ts'
import {
  ofCampaign,
  ofCampaignPage,
  ofFollowUpPage,
  ofFrozen,
  ofLearningsPage,
  ofPage,
  ofPortfolioPage,
  ofRowAdding,
  ofRowChange,
  ofWaitingPage,
} from './values.ts'

/** The reason that one click gives; who it was stands beside it. */
const CLICKED = 'no reason given'

async function history(campaignId: number, page: number, click: Click) {
  const shown = await readHistory(click.deps, click.actor, { id: campaignId }, page, HISTORY_PAGE)
  const { campaign, events } = shown
  return drawn(click, shown, (look) => historyMessage(campaign, events, shown, look))
}

/** Those that show something to the person alone. */
const SHOWING: readonly AnyButton[] = [
  onClick({ actionId: CLICK.tasks, value: ofCampaign, run: ({ c }, click) => taskList(click, c, 1) }),
  onClick({ actionId: CLICK.history, value: ofCampaign, run: ({ c }, click) => history(c, 1, click) }),
  onClick({
    actionId: CLICK.brief,
    value: ofCampaign,
    run: async ({ c }, click) => {
      const state = await readState(click.deps, click.actor, { id: c })
      return briefDrawn(click, state)
    },
  }),
  onClick({
    actionId: CLICK.results,
    value: ofCampaign,
    run: ({ c }, click) => resultsNow(click, { id: c }),
  }),
  onClick({
    actionId: CLICK.rehearse,
    value: ofCampaign,
    run: ({ c }, click) => rehearsalNow(click, { id: c }, null),
  }),
  onClick({ actionId: CLICK.requests, value: ofCampaign, run: ({ c }, click) => openRequests(click, c) }),
  ...['previous', 'next'].flatMap((way) => [
    onClick({
      actionId: `${CLICK.tasksPage}:${way}`,
      value: ofPage,
      run: ({ c, page }, click) => taskList(click, c, page),
    }),
    onClick({
      actionId: `${CLICK.historyPage}:${way}`,
      value: ofPage,
      run: ({ c, page }, click) => history(c, page, click),
    }),
    onClick({
      actionId: `${CLICK.campaignsPage}:${way}`,
      value: ofCampaignPage,
      run: ({ which, page }, click) => campaignList(click, which, page),
    }),
    onClick({
      actionId: `${CLICK.followUpsPage}:${way}`,
      value: ofFollowUpPage,
      run: ({ page, ...which }, click) => followUpList(click, which, page),
    }),
    onClick({
      actionId: `${CLICK.learningsPage}:${way}`,
      value: ofLearningsPage,
      run: ({ q, page }, click) => learningList(click, q, page),
    }),
    onClick({
      actionId: `${CLICK.waitingPage}:${way}`,
      value: ofWaitingPage,
      run: ({ page }, click) => waitingList(click, page),
    }),
    onClick({
      actionId: `${CLICK.portfolioPage}:${way}`,
      value: ofPortfolioPage,
      run: async ({ d, page }, click) => {
        const digest = await readPortfolioDigest(click.deps, click.actor, d)
        return drawn(click, digest, (look) => portfolioCard(digest, page, look))
      },
    }),
  ]),
]

/** Those that change the campaign, or open the form that does. */
const CHANGING: readonly AnyButton[] = [
  onClick({
    actionId: CLICK.submit,
    value: ofCampaign,
    run: async (of, click) => {
      const { after } = await submit(click.deps, click.actor, { id: of.c })
      const again = await cardAgain(click, of)
      const answer = again ?? (await said(click, await submittedWords(click, after), after))
      return withPredictButton(click, after.campaign, answer)
    },
  }),
  onClick({
    actionId: CLICK.launch,
    value: ofCampaign,
    run: async (of, click) => {
      await launch(click.deps, click.actor, { id: of.c }, null)
      return cardAgain(click, of)
    },
  }),
  onClick({
    actionId: CLICK.launchAsked,
    value: ofCampaign,
    run: async ({ c }, click) => {
      const { after } = await launch(click.deps, click.actor, { id: c }, null)
      return said(click, launchingWords(after), after, (look) => campaignCard(after, look, 'private'))
    },
  }),
  onClick({
    actionId: CLICK.launchDespite,
    value: ofFrozen,
    run: async ({ c, t }, click) => {
      await openDespite(click, { c, at: new Date(t) })
      return null
    },
  }),
  onClick({
    actionId: CLICK.notNow,
    value: ofCampaign,
    run: async ({ c }, click) => {
      const { campaign } = await readState(click.deps, click.actor, { id: c })
      const { key } = campaign
      return said(
        click,
        `Not launched. \`/campaign launch ${key}\` asks again; \`/campaign launch ${key} at:tue 9:00\` sets a time.`,
      )
    },
  }),
  onClick({
    actionId: CLICK.resume,
    value: ofCampaign,
    run: async (of, click) => {
      await move(click.deps, click.actor, { id: of.c }, 'resume', CLICKED)
      return cardAgain(click, of)
    },
  }),
  onClick({
    actionId: CLICK.stop,
    value: ofCampaign,
    run: async (of, click) => {
      await move(click.deps, click.actor, { id: of.c }, 'stop', CLICKED)
      return cardAgain(click, of)
    },
  }),
  onClick({
    actionId: CLICK.setTime,
    value: ofCampaign,
    run: opening((click, c) => openSetTime(click, { c })),
  }),
  onClick({
    actionId: CLICK.points,
    value: ofCampaign,
    run: opening((click, c) => openPointsForm(click, { c })),
  }),
  onClick({ actionId: CLICK.pause, value: ofCampaign, run: opening(openPause) }),
  onClick({
    actionId: CLICK.conclude,
    value: ofCampaign,
    run: opening((click, c) => openConclude(click, { id: c })),
  }),
  onClick({
    actionId: CLICK.editBrief,
    value: ofCampaign,
    run: opening((click, c) => openBriefToChange(click, { id: c })),
  }),
  ...ROW_KINDS.map((kind) =>
    onClick({ actionId: `${CLICK.rowAdd}:${kind}`, value: ofRowAdding, run: addRow }),
  ),
  onClick({ actionId: CLICK.rowChange, value: ofRowChange, run: changeRow }),
]

function opening(open: (click: Click, campaignId: number) => Promise<void>) {
  return async ({ c }: { readonly c: number }, click: Click): Promise<null> => {
    await open(click, c)
    return null
  }
}

export const CAMPAIGN_BUTTONS: readonly AnyButton[] = [...SHOWING, ...CHANGING]
