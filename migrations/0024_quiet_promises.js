/**
 * Jobs are promised without a notice in the transaction: PostgreSQL lets one commit with a notice through at a time. Who
 * promised tells after the commit. On PostgreSQL alone.
 * @param {import('knex').Knex} knex
 */
export async function up(knex) {
  await replace(knex, promise)
}

/** @param {import('knex').Knex} knex */
export async function down(knex) {
  await replace(knex, noisyPromise)
}

async function replace(knex, made) {
  if (knex.client.config.client !== 'pg') return
  const { rows } = await knex.raw('select current_schema() as schema')
  await knex.raw(made(workerSchema(rows[0].schema)))
}

/** As src/store/kit/worker-pool.ts says it. */
const workerSchema = (schema) => (schema === 'public' ? 'graphile_worker' : `graphile_worker_${schema}`)

const head = (worker) => `
create or replace function promise_job(
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
  end if;`

const foot = `
  if made is null then
    raise exception 'the job % was claimed in the moment it was promised anew', promise_job.job_key using errcode = '40001';
  end if;
end;
$$`

/** What add_job does (graphile-worker, 000018.sql), of one job and without its notice. */
const promise = (worker) => `${head(worker)}
  insert into "${worker}"._private_tasks (identifier) select task
    where not exists (select 1 from "${worker}"._private_tasks t where t.identifier = task)
    on conflict do nothing;
  if queue is not null then
    insert into "${worker}"._private_job_queues (queue_name) values (queue) on conflict do nothing;
  end if;
  if job_key is not null and waiting is null then
    update "${worker}"._private_jobs j set key = null, attempts = j.max_attempts, updated_at = now()
      where j.key = promise_job.job_key and j.is_available is not true;
  end if;
  insert into "${worker}"._private_jobs as j (job_queue_id, task_id, payload, run_at, max_attempts, key, priority)
    select
      (select q.id from "${worker}"._private_job_queues q where q.queue_name = queue),
      t.id,
      ('{"since":' || coalesce(first_since, since) || ',' || substr(body, 2))::json,
      least(due, waits_for),
      30000,
      promise_job.job_key,
      urgency
    from "${worker}"._private_tasks t where t.identifier = task
    on conflict (key) do update set
      job_queue_id = excluded.job_queue_id,
      task_id = excluded.task_id,
      payload = excluded.payload,
      max_attempts = excluded.max_attempts,
      run_at = excluded.run_at,
      priority = excluded.priority,
      revision = j.revision + 1,
      attempts = 0,
      last_error = null,
      updated_at = now()
      where j.locked_at is null
    returning j.id into made;${foot}`

/** As migration 0023 made it. */
const noisyPromise = (worker) => `${head(worker)}
  select j.id into made from "${worker}".add_job(
    task,
    ('{"since":' || coalesce(first_since, since) || ',' || substr(body, 2))::json,
    queue_name := queue,
    run_at := least(due, waits_for),
    max_attempts := 30000,
    job_key := promise_job.job_key,
    priority := urgency
  ) j;${foot}`
