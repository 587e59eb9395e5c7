import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, type Dispatcher } from 'undici'
import { proxyInUse } from '../proxy.ts'
import { Unread } from './unread.ts'

/** A machine's own network, which an address in a file may not reach into. */
export function isPrivate(address: string): boolean {
  return !ipaddr.isValid(address) || ipaddr.process(address).range() !== 'unicast'
}

/**
 * How a check reaches an address: over the process's proxy where it has one, which then decides; else straight, and where
 * private addresses are not allowed to public ones alone, whatever a name leads to by then.
 */
export function dispatcherFor(privateAllowed: boolean): Dispatcher | undefined {
  return proxyInUse() ?? (privateAllowed ? undefined : PUBLIC)
}

/** Throws Unread for a literal private address, which no name server is asked for. */
export function refusePrivate(url: URL): void {
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (literal === 'localhost' || (ipaddr.isValid(literal) && isPrivate(literal))) throw new Unread(PRIVATE)
}

const PRIVATE = 'its address is private; `private: allowed` in stairway.yaml lets me ask it'

const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return done(error, [])
    const all = found as { address: string; family: number }[]
    if (all.some(({ address }) => isPrivate(address))) return done(new Unread(PRIVATE), [])
    const [first] = all
    return options.all ? done(null, all) : done(null, first?.address ?? '', first?.family)
  })
}

const PUBLIC = new Agent({ connect: { lookup: publicLookup } })
