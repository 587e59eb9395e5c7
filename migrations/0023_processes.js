/**
 * Who runs on this database, on PostgreSQL alone: a process each, and the workers of graphile-worker that are its own.
 * Times are Unix milliseconds by the clock of the database.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  if (!isPostgres(knex)) return
  await knex.schema.createTable('processes', (t) => {
    t.text('id').primary()
    t.text('name').notNullable()
    t.text('session').notNullable().index()
    t.bigInteger('started_at').notNullable()
    t.bigInteger('beat_at').notNullable()
    t.bigInteger('fenced_at')
  })
  await knex.schema.createTable('process_workers', (t) => {
    t.text('worker').primary()
    t.text('process_id').notNullable().index().references('id').inTable('processes').onDelete('CASCADE')
  })
  const { rows } = await knex.raw('select current_schema() as schema')
  await knex.raw(promise(workerSchema(rows[0].schema)))
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  if (!isPostgres(knex)) return
  await knex.raw('drop function promise_job(text, text, bigint, text, timestamptz, text, integer, boolean)')
  await knex.schema.dropTable('process_workers')
  await knex.schema.dropTable('processes')
}

const isPostgres = (knex) => knex.client.config.client === 'pg'

/** As src/store/kit/worker-pool.ts says it. */
const workerSchema = (schema) => (schema === 'public' ? 'graphile_worker' : `graphile_worker_${schema}`)

/**
 * A job in the caller's transaction. Those of one key take turns until their commits, so that the earlier time of both
 * holds; while its queue may be without another job, no garbage collection takes it. `again`: of a run that ended, where
 * what waits by now is newer.
 */
const promise = (worker) => `
create function promise_job(
  task text, body text, since bigint, queue text, due timestamptz, job_key text, urgency integer, again boolean)
returns void language plpgsql as $$
declare
  waiting bigint;
  waits_for timestamptz;
  first_since bigint;
  made bigint;
begin
  perform pg_advisory_xact_lock_shared(7823443, hashtext(current_schema()));
  if job_key is not null then
    perform pg_advisory_xact_lock(hashtextextended(job_key, 7823443));
    select j.id, j.run_at, (j.payload->>'since')::bigint into waiting, waits_for, first_since
      from "${worker}"._private_jobs j
      where j.key = promise_job.job_key and j.locked_at is null
      for update;
  end if;
  if waiting is not null and again then
    update "${worker}"._private_jobs j set run_at = least(j.run_at, due), updated_at = now() where j.id = waiting;
    return;
  end if;
  select j.id into made from "${worker}".add_job(
    task,
    ('{"since":' || coalesce(first_since, since) || ',' || substr(body, 2))::json,
    queue_name := queue,
    run_at := least(due, waits_for),
    max_attempts := 30000,
    job_key := promise_job.job_key,
    priority := urgency
  ) j;
  if made is null then
    raise exception 'the job % was claimed in the moment it was promised anew', promise_job.job_key using errcode = '40001';
  end if;
end;
$$`
