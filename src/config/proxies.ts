/** Through what requests leave, by the variables that other programs read too. */
export interface ProxySettings {
  readonly http?: string
  readonly https?: string
  /** Hosts that are asked without one, between commas: a domain with all below it, also with a port. `*` is every host. */
  readonly except: string
}

/** This machine is never asked through a proxy. */
const LOOPBACK = 'localhost,127.0.0.1,[::1]'
const EXPECTED = 'expected the address of an HTTP proxy, such as http://proxy.example:3128'

/** `find` gives a variable; the small names win, as in curl. `say` takes each mistake. */
export function readProxies(
  find: (name: string) => string | undefined,
  say: (path: string, message: string) => void,
): ProxySettings {
  const read = (name: string) => {
    const from = find(name.toLowerCase()) ? name.toLowerCase() : name
    const value = find(from)
    if (value && !isProxy(value)) say(from, EXPECTED)
    return value
  }
  const [http, https] = [read('HTTP_PROXY'), read('HTTPS_PROXY')]
  const except = find('no_proxy') ?? find('NO_PROXY')
  return {
    ...(http && { http }),
    ...(https && { https }),
    except: except === '*' ? except : [except, LOOPBACK].filter(Boolean).join(','),
  }
}

function isProxy(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
