-- Foundation: practices, their compartments and records, the gate through which people come in, and the ledger.
-- Walls: row security is forced on every table of a practice; the practice is in every primary, unique and foreign key;
-- the application's role owns nothing. What is readable here is a closed list (test/at-rest): everything personal is sealed.

create schema candour;
create schema gate;
create schema ledger;
create schema ops;

grant usage on schema candour to candour_app, candour_gate, candour_jobs, candour_operator;
grant usage on schema gate to candour_gate;
grant usage on schema ledger to candour_app, candour_gate, candour_jobs, candour_ledger_writer, candour_sequencer, candour_operator;
grant usage on schema ops to candour_sequencer, candour_jobs;

-- The practice of this transaction; unset is null, so that nothing matches. (After SET LOCAL a setting is '', not null.)
create function candour.current_practice() returns uuid language sql stable parallel safe
  return nullif(current_setting('candour.practice', true), '')::uuid;
grant execute on function candour.current_practice() to public;

create table candour.practice (
  practice uuid primary key,
  kind text not null check (kind in ('dental', 'gp', 'community', 'ambulance')),
  created_at timestamptz not null default now(),
  trial_ends_at timestamptz not null,
  practice_compartment uuid not null,
  token_compartment uuid not null,
  directory_compartment uuid not null,
  revision int not null default 1,
  sealed bytea not null
);

create table candour.compartment (
  practice uuid not null references candour.practice (practice) deferrable initially deferred,
  compartment uuid not null,
  kind text not null check (kind in ('patient', 'practice', 'unfiled', 'thread', 'index')),
  practice_key_version int not null,
  wrapped bytea,
  changes bigint not null default 0,
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (practice, compartment),
  check ((wrapped is null) = (destroyed_at is not null))
);

alter table candour.practice
  add foreign key (practice, practice_compartment) references candour.compartment (practice, compartment) deferrable initially deferred,
  add foreign key (practice, token_compartment) references candour.compartment (practice, compartment) deferrable initially deferred,
  add foreign key (practice, directory_compartment) references candour.compartment (practice, compartment) deferrable initially deferred;

create table candour.member (
  practice uuid not null references candour.practice (practice),
  member uuid not null,
  account uuid,
  level smallint not null check (level between 0 and 4),
  state text not null check (state in ('invited', 'pending', 'approved', 'left')),
  revision int not null default 1,
  sealed bytea not null,
  email_token bytea not null,
  invitation_hash bytea,
  invitation_expires_at timestamptz,
  created_at timestamptz not null default now(),
  approved_at timestamptz,
  primary key (practice, member),
  unique (practice, account),
  unique (practice, email_token)
);
create index member_account on candour.member (account);
create index member_invitation on candour.member (invitation_hash) where invitation_hash is not null;

create table candour.agreement_acceptance (
  practice uuid not null references candour.practice (practice),
  version text not null,
  text_hash bytea not null,
  accepted_at timestamptz not null default now(),
  member uuid not null,
  sealed bytea not null,
  primary key (practice, version),
  foreign key (practice, member) references candour.member (practice, member)
);

create table candour.resource (
  practice uuid not null,
  type text not null,
  id uuid not null,
  version int not null check (version > 0),
  compartment uuid not null,
  last_updated timestamptz not null,
  deleted boolean not null default false,
  size int not null,
  schema_version smallint not null,
  hash bytea not null,
  sealed bytea not null,
  summary bytea not null,
  primary key (practice, type, id, version),
  foreign key (practice, compartment) references candour.compartment (practice, compartment)
);
create index resource_compartment on candour.resource (practice, compartment, type);

create table candour.blob (
  practice uuid not null,
  blob uuid not null,
  compartment uuid not null,
  state text not null check (state in ('staged', 'kept')),
  content uuid,
  announced_size bigint not null,
  revision int not null default 1,
  sealed bytea not null,
  hashes bytea,
  root bytea,
  created_at timestamptz not null default now(),
  primary key (practice, blob),
  unique (practice, content),
  foreign key (practice, compartment) references candour.compartment (practice, compartment),
  check ((state = 'kept') = (root is not null and hashes is not null and content is not null))
);

create table candour.draft (
  practice uuid not null,
  draft uuid not null,
  member uuid not null,
  compartment uuid not null,
  revision int not null,
  saved_at timestamptz not null default now(),
  discarded_at timestamptz,
  sealed bytea not null,
  primary key (practice, draft),
  foreign key (practice, member) references candour.member (practice, member),
  foreign key (practice, compartment) references candour.compartment (practice, compartment)
);
create index draft_member on candour.draft (practice, member);

-- Exact search: keyed hashes of normalised identifiers (security.md, Search). Never surname alone, sex or diagnosis.
create table candour.token (
  practice uuid not null,
  field text not null check (field in ('nhs-number', 'phone', 'email', 'surname-and-birth-date')),
  token bytea not null,
  patient uuid not null,
  primary key (practice, field, token, patient),
  foreign key (practice, patient) references candour.compartment (practice, compartment)
);
create unique index token_nhs_number on candour.token (practice, token) where field = 'nhs-number';
create index token_patient on candour.token (practice, patient);

-- One sealed row a patient for the resident directory; `xid` lets a node read what changed since it last looked.
create table candour.directory (
  practice uuid not null,
  patient uuid not null,
  revision int not null,
  xid xid8 not null default pg_current_xact_id(),
  sealed bytea not null,
  primary key (practice, patient),
  foreign key (practice, patient) references candour.compartment (practice, compartment)
);
create index directory_xid on candour.directory (practice, xid);

create table candour.event (
  practice uuid not null references candour.practice (practice),
  event uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(),
  kind text not null,
  patient uuid,
  object uuid,
  member uuid,
  primary key (practice, event)
);
create index event_xid on candour.event (xid);
create index event_at on candour.event (at);

create table candour.idempotency (
  practice uuid not null references candour.practice (practice),
  member uuid not null,
  key_hash bytea not null,
  route text not null,
  request_hash bytea not null,
  -- Under whose key: the patient's when it is about one, so that it is erased with that patient.
  compartment uuid,
  sealed bytea,
  at timestamptz not null default now(),
  primary key (practice, member, key_hash),
  foreign key (practice, compartment) references candour.compartment (practice, compartment)
);
create index idempotency_at on candour.idempotency (at);

create table candour.notice (
  practice uuid not null references candour.practice (practice),
  notice uuid not null,
  at timestamptz not null default now(),
  revision int not null default 1,
  sealed bytea not null,
  dismissed_at timestamptz,
  primary key (practice, notice)
);

-- The jobs' outbox: written in the transaction, handed to the queue after commit.
create table candour.job (
  practice uuid not null references candour.practice (practice),
  job uuid not null,
  name text not null,
  run_at timestamptz not null,
  sealed bytea not null,
  handed_over_at timestamptz,
  done_at timestamptz,
  primary key (practice, job)
);
create index job_waiting on candour.job (run_at) where handed_over_at is null;

do $$
declare name text;
begin
  foreach name in array array['practice', 'compartment', 'member', 'agreement_acceptance', 'resource', 'blob', 'draft',
    'token', 'directory', 'event', 'idempotency', 'notice', 'job'] loop
    execute format('alter table candour.%I enable row level security', name);
    execute format('alter table candour.%I force row level security', name);
    execute format('create policy practice on candour.%I to candour_app using (practice = candour.current_practice()) with check (practice = candour.current_practice())', name);
  end loop;
end $$;

grant select, insert on candour.practice, candour.agreement_acceptance, candour.resource, candour.event to candour_app;
grant update (revision, sealed) on candour.practice to candour_app;
grant update (wrapped, destroyed_at, practice_key_version, changes) on candour.compartment to candour_app;
grant select, insert on candour.compartment to candour_app;
grant select, insert, update on candour.member, candour.blob, candour.draft, candour.directory, candour.idempotency, candour.notice, candour.job to candour_app;
grant delete on candour.draft, candour.blob to candour_app;
grant select, insert, delete on candour.token to candour_app;

-- The gate sees who belongs where, before a practice is known; nothing sealed, nothing clinical.
grant select (practice, member, account, level, state, invitation_hash, invitation_expires_at) on candour.member to candour_gate;
grant select (practice, trial_ends_at) on candour.practice to candour_gate;
create policy gate on candour.member for select to candour_gate using (true);
create policy gate on candour.practice for select to candour_gate using (true);

-- Jobs work across practices on times and states alone; what they open, they open through the application's role.
grant select (practice, job, name, run_at, handed_over_at), update (handed_over_at) on candour.job to candour_jobs;
grant select (practice, member, at), delete on candour.idempotency to candour_jobs;
grant select, delete on candour.event to candour_jobs;
grant select (practice, draft, discarded_at, compartment) on candour.draft to candour_jobs;
grant select (practice, blob, content, state, created_at) on candour.blob to candour_jobs;
create policy jobs on candour.job to candour_jobs using (true);
create policy jobs on candour.idempotency to candour_jobs using (true);
create policy jobs on candour.event to candour_jobs using (true);
create policy jobs on candour.draft for select to candour_jobs using (true);
create policy jobs on candour.blob for select to candour_jobs using (true);

-- The gate ------------------------------------------------------------------------------------------------------------

create table gate.account (
  account uuid primary key,
  email_token bytea not null unique,
  installation_key_version int not null,
  wrapped bytea not null,
  revision int not null default 1,
  sealed bytea not null,
  password bytea not null,
  created_at timestamptz not null default now()
);

create table gate.session (
  token_hash bytea primary key,
  session uuid not null unique,
  account uuid not null references gate.account (account),
  practice uuid not null,
  member uuid not null,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  sealed bytea not null
);
create index session_account on gate.session (account, created_at desc);
create index session_member on gate.session (practice, member);

-- Failures by account or address (a keyed hash), for throttling.
create table gate.throttle (
  subject bytea primary key,
  window_started_at timestamptz not null,
  failures int not null
);

-- A sign-up sent twice opens one practice.
create table gate.idempotency (
  key_hash bytea primary key,
  request_hash bytea not null,
  practice uuid not null,
  member uuid not null,
  account uuid not null,
  at timestamptz not null default now()
);

-- What belongs to the installation and to no practice: the key of the tokens by which accounts are found.
create table gate.installation (
  single boolean primary key default true check (single),
  token_compartment uuid not null,
  installation_key_version int not null,
  wrapped bytea not null
);

grant select, insert, update on gate.account, gate.session, gate.throttle, gate.idempotency, gate.installation to candour_gate;
grant delete on gate.throttle, gate.idempotency, gate.session to candour_gate;

-- The ledger ----------------------------------------------------------------------------------------------------------

-- What waits to be numbered. A change's row carries its practice; a batch of reads has none and names them inside.
create table ledger.queue (
  at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
  id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  practice uuid,
  entries text not null
) partition by range (at);
create table ledger.queue_default partition of ledger.queue default;
create index queue_xid on ledger.queue (xid);

create table ledger.entry (
  practice uuid not null,
  number bigint not null,
  at timestamptz not null,
  actor_kind text not null,
  actor uuid,
  verb text not null,
  outcome text not null,
  subjects uuid[] not null,
  nonce bytea not null,
  detail bytea not null,
  detail_hash bytea not null,
  leaf_hash bytea not null,
  primary key (practice, number)
);
create index entry_actor on ledger.entry (practice, actor, number desc);

create table ledger.posting (
  practice uuid not null,
  compartment uuid not null,
  number bigint not null,
  primary key (practice, compartment, number)
);

create table ledger.head (
  practice uuid primary key,
  size bigint not null
);

-- The newest version of every record, apart from the records: a row that was swapped or rolled back is noticed on read.
create table ledger.mark (
  practice uuid not null,
  type text not null,
  id uuid not null,
  version int not null,
  compartment uuid not null,
  hash bytea not null,
  primary key (practice, type, id, version)
);
create index mark_compartment on ledger.mark (practice, compartment, type);

create table ledger.position (
  single boolean primary key default true check (single),
  xid xid8 not null,
  fence bigint not null
);
insert into ledger.position (xid, fence) values (pg_current_xact_id(), 0);

do $$
declare name text;
begin
  foreach name in array array['queue', 'entry', 'posting', 'head', 'mark'] loop
    execute format('alter table ledger.%I enable row level security', name);
    execute format('alter table ledger.%I force row level security', name);
    execute format('create policy sequencer on ledger.%I to candour_sequencer using (true) with check (true)', name);
  end loop;
  foreach name in array array['entry', 'posting', 'head', 'mark'] loop
    execute format('create policy practice on ledger.%I for select to candour_app using (practice = candour.current_practice())', name);
  end loop;
end $$;
create policy practice_insert on ledger.mark for insert to candour_app with check (practice = candour.current_practice());
create policy practice_insert on ledger.queue for insert to candour_app with check (practice = candour.current_practice());
create policy writer on ledger.queue for insert to candour_ledger_writer with check (true);

grant select on ledger.entry, ledger.posting, ledger.head to candour_app;
grant select, insert on ledger.mark to candour_app;
grant insert (id, practice, entries) on ledger.queue to candour_app;
grant insert on ledger.queue to candour_ledger_writer;
grant select on ledger.queue to candour_sequencer;
grant select, insert on ledger.entry, ledger.posting to candour_sequencer;
grant select, insert, update on ledger.head to candour_sequencer;
grant select, update on ledger.position to candour_sequencer;

-- A batch of entries of several practices: only through this function, which only inserts.
create function ledger.append_batch(id uuid, entries text) returns void language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    insert into ledger.queue (id, practice, entries) values (id, null, entries);
  end;
grant create on schema ledger to candour_ledger_writer;
alter function ledger.append_batch(uuid, text) owner to candour_ledger_writer;
revoke create on schema ledger from candour_ledger_writer;
revoke all on function ledger.append_batch(uuid, text) from public;
grant execute on function ledger.append_batch(uuid, text) to candour_app, candour_gate;

-- Time partitions of the queue, an hour each, made ahead and dropped once everything in them is numbered.
create function ledger.tend_queue() returns int language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  hour timestamptz;
  part record;
  left_over boolean;
  dropped int := 0;
begin
  for step in 0..2 loop
    hour := date_trunc('hour', now(), 'UTC') + make_interval(hours => step);
    -- What came before its hour was made (after a night asleep, say) lies in the default partition: that hour has no other.
    execute format('select exists (select from ledger.queue_default where at >= %L and at < %L)', hour, hour + interval '1 hour')
      into left_over;
    continue when left_over;
    execute format('create table if not exists ledger.%I partition of ledger.queue for values from (%L) to (%L)',
      'queue_' || to_char(hour at time zone 'UTC', 'YYYYMMDDHH24'), hour, hour + interval '1 hour');
  end loop;
  delete from ledger.queue_default where xid < (select xid from ledger.position);
  for part in select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'ledger.queue'::regclass and c.relname ~ '^queue_\d{10}$'
      and c.relname < 'queue_' || to_char((now() - interval '2 hours') at time zone 'UTC', 'YYYYMMDDHH24') loop
    execute format('select exists (select from ledger.%I where xid >= (select xid from ledger.position))', part.relname) into left_over;
    if not left_over then
      execute format('drop table ledger.%I', part.relname);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;
revoke all on function ledger.tend_queue() from public;
grant execute on function ledger.tend_queue() to candour_sequencer;

-- Operations ----------------------------------------------------------------------------------------------------------

-- A fenced lease: one holder at a time, by the database's clock; the fence grows with every change of hands.
create table ops.lease (
  name text primary key,
  holder uuid not null,
  fence bigint not null,
  expires_at timestamptz not null
);
grant select, insert, update on ops.lease to candour_sequencer, candour_jobs;

-- The job queue's own tables (pg-boss makes and migrates them); payloads are sealed.
create schema boss authorization candour_jobs;
