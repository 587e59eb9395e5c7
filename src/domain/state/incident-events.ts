/** What is found of a running campaign, and whether its digests are posted: their events, folded. */
import type { FirstData, Proof } from './arrivals.ts'
import type { Campaign } from './campaign.ts'
import { unmuted } from './digests.ts'
import type { Fault, Harm } from './incidents.ts'

export type IncidentEvent =
  | { readonly kind: 'harm_found'; readonly harm: Harm }
  | { readonly kind: 'fault_found'; readonly fault: Fault; readonly words: string }
  | { readonly kind: 'fault_gone'; readonly problem: Fault['problem'] }
  /** Exposures were looked for after a stop; `renews` where that moved nothing but the figures. */
  | { readonly kind: 'proof_read'; readonly proof: Proof; readonly renews?: boolean }
  /** No exposure came after a launch though it should have, that could not be told, or it has come at last. */
  | { readonly kind: 'first_data'; readonly firstData: FirstData }
  | { readonly kind: 'digest_muted'; readonly endsAt: Date }
  | { readonly kind: 'digest_unmuted' }

const KINDS: ReadonlySet<string> = new Set<IncidentEvent['kind']>([
  ...(['harm_found', 'fault_found', 'fault_gone', 'proof_read', 'first_data'] as const),
  ...(['digest_muted', 'digest_unmuted'] as const),
])

export function isIncidentEvent<Other extends { readonly kind: string }>(
  event: IncidentEvent | Other,
): event is IncidentEvent {
  return KINDS.has(event.kind)
}

/** What of a campaign is different after the event. */
export function afterIncident(campaign: Campaign, event: IncidentEvent): Partial<Campaign> {
  const { harms, faults, digest } = campaign
  switch (event.kind) {
    case 'harm_found':
      return { harms: [...harms, event.harm] }
    case 'fault_found':
      return { faults: [...faults, event.fault] }
    case 'fault_gone':
      return { faults: faults.filter(({ problem }) => problem !== event.problem) }
    case 'proof_read':
      return { proof: event.proof }
    case 'first_data':
      return { firstData: event.firstData }
    case 'digest_muted':
      return { digest: digest && { ...digest, muteEndsAt: event.endsAt } }
    case 'digest_unmuted':
      return { digest: digest && unmuted(digest) }
  }
}
