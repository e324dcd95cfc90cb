-- By which a patient sees who looked at the record, how long entries keep their detail, and what may not be destroyed (0035).

-- Sealed under the patient's own key and marked in the ledger (type AccessLink), so that it is erased with the record.
create table candour.access_link (
  practice uuid not null references candour.practice (practice),
  link uuid not null,
  patient uuid not null,
  -- Only to find the row: each has to fit the seal. The second is of the browser that opened it, the one and only.
  token_hash bytea not null,
  visit_hash bytea,
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, link),
  unique (practice, token_hash),
  unique (practice, visit_hash),
  foreign key (practice, patient) references candour.compartment (practice, compartment)
);
create index access_link_token on candour.access_link (token_hash);
create index access_link_visit on candour.access_link (visit_hash) where visit_hash is not null;
create index access_link_patient on candour.access_link (practice, patient, link desc);

-- What keeps from being destroyed whatever it is about: sealed under the practice's key, marked (type Hold).
create table candour.hold (
  practice uuid not null references candour.practice (practice),
  hold uuid not null,
  placed_at timestamptz not null default clock_timestamp(),
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, hold)
);

-- How long entries keep their detail; none: as long as the record. Sealed, marked (type Retention, id is the practice).
create table candour.retention (
  practice uuid primary key references candour.practice (practice),
  -- Entries up to this number were looked at: their detail is gone, or held.
  looked_to bigint not null default 0,
  revision int not null default 1,
  sealed bytea not null
);

do $$
declare name text;
begin
  foreach name in array array['access_link', 'hold', 'retention'] loop
    execute format('alter table candour.%I enable row level security', name);
    execute format('alter table candour.%I force row level security', name);
    execute format('create policy practice on candour.%I to candour_app using (practice = candour.current_practice()) with check (practice = candour.current_practice())', name);
  end loop;
end $$;
grant select, insert on candour.access_link, candour.hold, candour.retention to candour_app;
grant update (visit_hash, revision, sealed) on candour.access_link to candour_app;
grant update (revision, sealed) on candour.hold to candour_app;
grant update (looked_to, revision, sealed) on candour.retention to candour_app;
-- Which practice a link is of; what it holds opens in the practice alone.
grant select (practice, link, token_hash, visit_hash) on candour.access_link to candour_gate;
create policy gate on candour.access_link for select to candour_gate using (true);
-- Whoever destroys what is past its time sees which practices have decided, and nothing else.
grant select (practice) on candour.retention to candour_jobs;
create policy jobs on candour.retention for select to candour_jobs using (true);

-- An entry may lose its sealed detail, and nothing else of it: the leaf stands on the detail's hash, so the tree stays whole.
-- `removed` is a keyed hash over practice, number, leaf and time: that it was Candour, under the practice's retention.
alter table ledger.entry alter column detail drop not null, add column removed_at timestamptz, add column removed bytea;
alter table ledger.entry add constraint detail_or_removed
  check ((detail is null) = (removed_at is not null) and (removed_at is null) = (removed is null)) not valid;

-- The one way by which a detail goes, and it takes none that is younger than eight years, whatever it is asked.
create policy remover on ledger.entry to candour_owner
  using (practice = candour.current_practice() and at < clock_timestamp() - interval '8 years')
  with check (practice = candour.current_practice() and detail is null);
create function ledger.remove_details(numbers bigint[], bounds bytea[], removed_on timestamptz) returns int
  language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    with gone as (
      update ledger.entry e set detail = null, removed_at = removed_on, removed = b.bound
      from unnest(numbers, bounds) as b(number, bound)
      where e.practice = candour.current_practice() and e.number = b.number and e.detail is not null returning e.number)
    select count(*)::int from gone;
  end;
revoke all on function ledger.remove_details(bigint[], bytea[], timestamptz) from public;
grant execute on function ledger.remove_details(bigint[], bytea[], timestamptz) to candour_app;
