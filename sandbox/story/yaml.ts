/** What each person of the workspace is in the story. */
export const ROLES: Readonly<Record<string, string>> = {
  U0ANA: 'owner',
  U0RAJ: 'data partner',
  U0MEI: 'approver, data',
  U0TOM: 'approver, growth',
  U0ZOE: 'outsider',
}

/** The stairway.yaml of the story; STORY_SENDER_… and STORY_TOOLS_… are set by the workspace. */
export const STORY_YAML = `# What campaigns of the local workspace are made of. Yours to change: it is read at each start,
# and written anew by "npm start -- --fresh". stairway.example.yaml explains every line.

teams:
  growth: { kind: growth, members: [U0ANA, U0TOM], lead: U0TOM }
  data: { kind: data, members: [U0RAJ], usergroup: S0DATA, lead: U0RAJ }

policies:
  default: { requires: { growth: 1, data: 1 }, expires: 72h }
  one-look: { requires: { data: 1 }, expires: 24h }

templates:
  win-back:
    title: Win-back e-mail
    tasks:
      - { title: See purchase events of a test user, step: collect, team: data, due: 1d }
      - { title: Score the lapsed-customer model today, step: model, team: data, due: 2d }
      - { title: Keep the holdout out of every send, step: model, team: data, due: 2d }
      - { title: "Make unsubscribe work, by link and by header", step: collect, team: growth, due: 3d }
  sync:
    title: Loyalty sync
    tasks:
      - { title: Check that consent covers this destination, step: collect, team: data, due: 1d }
      - { title: "Keep one row a person, leave staff out", step: model, team: data, due: 2d }
      - { title: Sync a small slice first, step: collect, team: growth, due: 3d }
  quick-email:
    title: Quick e-mail
    policy: one-look
    tasks:
      - { title: "Make unsubscribe work, by link and by header", step: collect, team: growth, due: 2d }
  quick-win:                            # begins with its brief, and with digests of its own
    title: Quick win
    policy: one-look
    brief:
      hypothesis: An offer by e-mail brings back customers who have not ordered this month
      outcome: purchase up 35% also revenue visit
      guardrails: unsubscribe 0.5 points
      audience: No order this month size:12000
      arms: No e-mail, Offer e-mail
      horizon: 7 days
      exposures: sends
      plan: webhook sender Send the offer; flags offer-banner on
    digest: daily 09:00 Europe/Berlin
    tasks:
      - { title: Try the offer's code and the unsubscribe link, step: collect, team: growth, due: 1d }
      - { title: Tell support about the offer, step: collect, team: growth, due: 2d, optional: true }
  quick-ramp:                           # its flag goes up in stages, an hour each
    title: Quick ramp
    policy: one-look
    brief:
      hypothesis: Free shipping brings back customers who have not ordered this month
      outcome: purchase up 35%
      guardrails: unsubscribe 0.5 points
      audience: No order this month size:12000
      arms: No offer, Free shipping
      horizon: 7 days
      exposures: sends-within-an-hour
      plan: "webhook sender Say it by e-mail; flags free-shipping stages: 10%, 50%, 100% every 1h"
    tasks:
      - { title: Tell support about free shipping, step: collect, team: growth, due: 1d, optional: true }

warehouses:
  shop: { type: sqlite, file: ./warehouse.db }

exposures:
  sends:
    warehouse: shop
    sql: |
      select customer as unit, arm, sent_at as exposed_at, device from sends where campaign = :campaign
    segments: [device]
  sends-within-an-hour:                 # the same, for who has to know sooner
    warehouse: shop
    first-data: 1h
    sql: |
      select customer as unit, arm, sent_at as exposed_at from sends where campaign = :campaign

metrics:
  purchase:
    { label: Purchase, kind: proportion, direction: up, warehouse: shop,
      sql: "select customer as unit, ordered_at as at, 1 as value from orders" }
  revenue:
    { label: Revenue per person, kind: mean, direction: up, unit: EUR, warehouse: shop,
      sql: "select customer as unit, ordered_at as at, amount as value from orders" }
  visit:
    { label: Visit, kind: proportion, direction: up, warehouse: shop,
      sql: "select customer as unit, visited_at as at, 1 as value from visits" }
  activation:
    { label: Activation, kind: proportion, direction: up, window: 7d, warehouse: shop,
      sql: "select customer as unit, happened_at as at, 1 as value from activations" }
  unsubscribe:
    { label: Unsubscribe, kind: proportion, direction: down, warehouse: shop,
      sql: "select customer as unit, happened_at as at, 1 as value from unsubscribes" }

targets:
  sender: { title: Start the send, url: "env:STORY_SENDER_URL", secret: "env:STORY_SENDER_SECRET" }
  flags: { kind: unleash, title: Flag, base: "env:STORY_TOOLS_URL", token: "env:STORY_TOOLS_TOKEN", environment: production }
  syncs: { kind: hightouch, title: Sync, base: "env:STORY_TOOLS_URL", token: "env:STORY_TOOLS_TOKEN" }
`
