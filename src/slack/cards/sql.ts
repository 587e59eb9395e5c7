import type { ReadingSql } from '../../domain/digest/reading.ts'
import type { CampaignState } from '../../domain/state/campaign.ts'
import { type Mrkdwn, md } from '../kit/mrkdwn.ts'
import { campaignTitle } from './parts.ts'

type OfOne = Pick<CampaignState, 'campaign'>

/** `winback.sql`: what a reading of the campaign runs at a moment, as it can be run. */
export function sqlFile({ warehouse, sql }: ReadingSql, { campaign }: OfOne, at: Date) {
  const head = `-- What Stairway asks the warehouse ${warehouse} of ${campaign.key}, as of ${at.toISOString()}.`
  return { filename: `${campaign.key}.sql`, bytes: new TextEncoder().encode(`${head}\n${sql}`) }
}

/** Above the file. */
export function sentSqlWords({ campaign }: OfOne): Mrkdwn {
  return md`${campaignTitle(campaign)}: what is run in the warehouse, with its values in place.`
}

export function sqlComing({ campaign }: OfOne): string {
  return `\`${campaign.key}.sql\` comes to you by direct message.`
}
