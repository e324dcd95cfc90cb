-- What the ledger shows to be unusual, sealed and marked (type Alert); how far each practice's ledger was looked through (its
-- beginning marked, type Watch); and the signed reviews of sign-ins and access (type Review). Decision 0028.
create table candour.alert (
  practice uuid not null,
  -- The time of the entry that raised it, and a keyed hash of rule, member and that entry: it is raised once.
  alert uuid not null,
  state text not null default 'open' check (state in ('open', 'settled')),
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, alert),
  foreign key (practice) references candour.practice (practice)
);
alter table candour.alert enable row level security;
alter table candour.alert force row level security;
create policy practice on candour.alert to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.alert to candour_app;
grant update (state, revision, sealed) on candour.alert to candour_app;

-- Signed once, never changed.
create table candour.review (
  practice uuid not null,
  number int not null check (number > 0),
  review uuid not null,
  signed_at timestamptz not null default clock_timestamp(),
  sealed bytea not null,
  primary key (practice, number),
  unique (practice, review),
  foreign key (practice) references candour.practice (practice)
);
alter table candour.review enable row level security;
alter table candour.review force row level security;
create policy practice on candour.review to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.review to candour_app;

create table ledger.watch (
  practice uuid primary key,
  -- The last entry that was looked at; the seal has the same number.
  number bigint not null,
  looked_at timestamptz not null default clock_timestamp(),
  sealed bytea not null
);
alter table ledger.watch enable row level security;
alter table ledger.watch force row level security;
create policy practice on ledger.watch to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on ledger.watch to candour_app;
grant update (number, looked_at, sealed) on ledger.watch to candour_app;
-- Who looks for what is to be looked through sees how far it is, and nothing else.
grant select (practice, number, looked_at) on ledger.watch to candour_jobs;
create policy jobs on ledger.watch for select to candour_jobs using (true);
grant select on ledger.head to candour_jobs;
create policy jobs on ledger.head for select to candour_jobs using (true);
