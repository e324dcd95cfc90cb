-- Checks of integrity: what each found last, when that began, and what changed; and how far a practice's record was gone through
-- (decision 0036). What was found in a practice is sealed; of the installation it is a fixed sentence with numbers.
create table candour.check_state (
  practice uuid not null,
  name text not null,
  state text not null check (state in ('well', 'failing')),
  since timestamptz not null,
  last_run_at timestamptz not null,
  -- Somebody wants it looked at before its time.
  asked_at timestamptz,
  -- Of who wrote it: whoever lost the lease without noticing writes nothing any more.
  fence bigint not null,
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, name),
  foreign key (practice) references candour.practice (practice)
);
create table candour.check_change (
  practice uuid not null,
  change uuid not null,
  name text not null,
  at timestamptz not null,
  state text not null check (state in ('well', 'failing')),
  sealed bytea not null,
  primary key (practice, change),
  foreign key (practice) references candour.practice (practice)
);
create index check_change_name on candour.check_change (practice, name, at desc);

-- The scrubber of a practice: where it is in this pass, and when the last one was through.
create table candour.scrub (
  practice uuid not null,
  began_at timestamptz not null,
  phase text not null check (phase in ('records', 'marks', 'entries', 'files', 'done')),
  -- The last one that was looked at: type, id and version, or a number.
  place text not null default '',
  looked bigint not null default 0,
  covered_at timestamptz,
  whole_at timestamptz,
  primary key (practice),
  foreign key (practice) references candour.practice (practice)
);
create table candour.scrub_fault (
  practice uuid not null,
  kind text not null check (kind in ('record', 'entry', 'file')),
  -- Type and id of a record, number of an entry, id of a file.
  about text not null,
  version int not null default 0,
  found_at timestamptz not null,
  -- What the ledger says that it was, where it is the ledger that disagrees.
  expected bytea,
  mended_at timestamptz,
  primary key (practice, kind, about, version),
  foreign key (practice) references candour.practice (practice)
);

do $$
declare name text;
begin
  foreach name in array array['check_state', 'check_change', 'scrub', 'scrub_fault'] loop
    execute format('alter table candour.%I enable row level security', name);
    execute format('alter table candour.%I force row level security', name);
    execute format('create policy practice on candour.%I to candour_app using (practice = candour.current_practice()) with check (practice = candour.current_practice())', name);
  end loop;
end $$;
grant select, insert, update on candour.check_state, candour.scrub, candour.scrub_fault to candour_app;
grant select, insert on candour.check_change to candour_app;

-- Who runs them, and who counts them for the operator, sees times and states alone.
grant select (practice, name, state, last_run_at, asked_at) on candour.check_state to candour_jobs;
create policy jobs on candour.check_state for select to candour_jobs using (true);
grant select (done_at) on candour.job to candour_jobs;
grant select (created_at) on candour.mail to candour_jobs;

create table ops.check_state (
  name text primary key,
  state text not null check (state in ('well', 'failing')),
  since timestamptz not null,
  last_run_at timestamptz not null,
  asked_at timestamptz,
  fence bigint not null,
  what text not null,
  facts jsonb not null
);
create table ops.check_change (
  change uuid primary key,
  name text not null,
  at timestamptz not null,
  state text not null check (state in ('well', 'failing')),
  what text not null
);
create index check_change_name on ops.check_change (name, at desc);
grant select, insert, update on ops.check_state to candour_jobs;
grant select, insert on ops.check_change to candour_jobs;
create index job_undone on candour.job (run_at) where done_at is null;
