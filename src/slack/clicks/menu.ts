import { z } from 'zod'
import { scopeWords } from '../../domain/digest/portfolio.ts'
import { quarterAt } from '../../domain/growth/quarter.ts'
import { token } from '../../domain/text/tokens.ts'
import { digestNow } from '../../usecases/digests.ts'
import { portfolioNow } from '../../usecases/portfolios.ts'
import { readState } from '../../usecases/reads/campaigns.ts'
import { readPortfolioDigest } from '../../usecases/reads/portfolios.ts'
import { type AnyButton, onClick } from '../buttons.ts'
import { CLICK } from '../cards/buttons.ts'
import { openNew } from '../modals/new.ts'
import { digestComing } from '../replies/digest-coming.ts'
import { campaignList } from '../replies/lists.ts'
import { growthNow } from '../replies/readings.ts'
import { newReportAddress, noReportAddress } from '../replies/report-addresses.ts'
import { said } from '../replies/said.ts'
import { waitingList } from './again.ts'
import { ofCampaign, ofCheck, ofPortfolio, ofQuarter } from './values.ts'

/** What has no card of its own: it stands on Home, beside help and in messages where no command can be typed. */
export const MENU_BUTTONS: readonly AnyButton[] = [
  onClick({
    actionId: CLICK.newCampaign,
    value: z.null(),
    run: async (_, click) => {
      await openNew(click)
      return null
    },
  }),
  onClick({ actionId: CLICK.mine, value: z.null(), run: (_, click) => waitingList(click) }),
  onClick({ actionId: CLICK.all, value: z.null(), run: (_, click) => campaignList(click, 'all', 1) }),
  onClick({
    actionId: CLICK.growth,
    value: ofQuarter.nullable(),
    run: async (quarter, click) => growthNow(click, quarter ?? quarterAt(click.now, click.deps.timeZone)),
  }),
  onClick({
    actionId: CLICK.digestNow,
    value: ofCampaign,
    run: async ({ c }, click) => {
      await digestNow(click.deps, click.actor, { id: c })
      const { campaign } = await readState(click.deps, click.actor, { id: c })
      return said(click, digestComing(campaign), campaign)
    },
  }),
  onClick({
    actionId: CLICK.portfolioNow,
    value: ofPortfolio,
    run: async ({ d }, click) => {
      const { scope, channel } = await readPortfolioDigest(click.deps, click.actor, d)
      const place = await portfolioNow(click.deps, click.actor, scope, channel)
      return said(
        click,
        `The digest of ${scopeWords(scope)} is being put together; it comes to ${token.channel(place)}.`,
      )
    },
  }),
  onClick({
    actionId: CLICK.checkAddress,
    value: ofCheck,
    run: ({ check }, click) => newReportAddress(click, check),
  }),
  onClick({
    actionId: CLICK.checkRevoke,
    value: ofCheck,
    run: ({ check }, click) => noReportAddress(click, check),
  }),
]
