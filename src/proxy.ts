import { type Dispatcher, EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } from 'undici'
import type { ProxySettings } from './config/proxies.ts'

/**
 * Sends every request of this process through its proxy, where it has one: `fetch` takes it from here, whoever calls
 * it. WebSockets have to be given it, see `proxyInUse`.
 */
export function honourProxies({ http, https, except }: ProxySettings): void {
  if (!http && !https) return
  // An empty one is none; left out, the agent would look for the variables by itself.
  const agent = new EnvHttpProxyAgent({ httpProxy: http ?? '', httpsProxy: https ?? '', noProxy: except })
  setGlobalDispatcher(agent)
}

/** The proxy that was set for the process; undefined where requests go straight. */
export function proxyInUse(): Dispatcher | undefined {
  const dispatcher = getGlobalDispatcher()
  return dispatcher instanceof EnvHttpProxyAgent ? dispatcher : undefined
}
