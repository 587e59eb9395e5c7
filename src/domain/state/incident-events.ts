/** What is found of a running campaign, and whether its digests are posted: their events, folded. */
import type { Campaign } from './campaign.ts'
import { unmuted } from './digests.ts'
import type { Fault, Harm } from './incidents.ts'

export type IncidentEvent =
  | { readonly kind: 'harm_found'; readonly harm: Harm }
  | { readonly kind: 'fault_found'; readonly fault: Fault; readonly words: string }
  | { readonly kind: 'fault_gone'; readonly problem: Fault['problem'] }
  | { readonly kind: 'digest_muted'; readonly endsAt: Date }
  | { readonly kind: 'digest_unmuted' }

const KINDS: ReadonlySet<string> = new Set<IncidentEvent['kind']>([
  ...(['harm_found', 'fault_found', 'fault_gone', 'digest_muted', 'digest_unmuted'] as const),
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
    case 'digest_muted':
      return { digest: digest && { ...digest, muteEndsAt: event.endsAt } }
    case 'digest_unmuted':
      return { digest: digest && unmuted(digest) }
  }
}
