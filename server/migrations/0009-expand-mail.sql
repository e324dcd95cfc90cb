-- Mail that waits to be sent. What it says, and to whom, is sealed: under the practice's key where a practice writes, else
-- under the account's own, in the installation's name (practice 00000000-0000-0000-0000-000000000000).

create table candour.mail (
  practice uuid not null,
  mail uuid not null,
  account uuid,
  kind text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  next_at timestamptz not null default clock_timestamp(),
  not_after timestamptz not null,
  settled_at timestamptz,
  -- Gone once it was sent, or given up.
  sealed bytea,
  primary key (practice, mail),
  check ((state = 'waiting') = (sealed is not null))
);
create index mail_waiting on candour.mail (next_at) where state = 'waiting';
create index mail_settled on candour.mail (settled_at) where state <> 'waiting';

alter table candour.mail enable row level security;
alter table candour.mail force row level security;
create policy practice on candour.mail to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.mail to candour_app;
grant update (state, attempts, next_at, settled_at, sealed) on candour.mail to candour_app;

-- Who delivers looks for what is due, by times and states alone; what it opens, it opens through the application's role.
grant select (practice, mail, state, next_at, settled_at), delete on candour.mail to candour_jobs;
create policy jobs on candour.mail to candour_jobs using (true);
-- The outbox of an installation that sends no mail yet.
grant select (practice, mail, account, state, created_at) on candour.mail to candour_gate;
create policy gate on candour.mail for select to candour_gate using (true);
