import { createRequire } from 'node:module'

/** Clients of warehouses that are installed only where one is declared; at the version that was tried. */
export const CLIENTS: Readonly<Record<string, { readonly name: string; readonly install: string }>> = {
  bigquery: { name: '@google-cloud/bigquery', install: '@google-cloud/bigquery@8' },
  snowflake: { name: 'snowflake-sdk', install: 'snowflake-sdk@3' },
}

/** Whether a package is there; loads nothing of it. */
export function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name)
    return true
  } catch {
    return false
  }
}
