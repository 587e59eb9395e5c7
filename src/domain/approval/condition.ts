import { missingApprovals } from '../state/requests.ts'
import { type Asked, changedSinceSubmit } from './changes.ts'

/** What a time of launch still hangs on, to follow it: ", if 1 more approves"; empty where it hangs on nobody. */
export function conditionWords(asked: Asked): string {
  const { campaign, request } = asked
  if (campaign.stage === 'preparing')
    return request?.state === 'expired' ? ', but its request has expired' : ', if it is approved by then'
  if (changedSinceSubmit(asked).length > 0) return ', if it is submitted again and approved by then'
  if (campaign.stage !== 'in_review' || !request) return ''
  return `, if ${moreWords(missingApprovals(request))}`
}

/** "1 more approves", "2 more approve". */
export function moreWords(count: number): string {
  return count === 1 ? '1 more approves' : `${count} more approve`
}
