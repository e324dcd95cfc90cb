-- The operator's support people, apart from every account (decision 0026): passkeys alone, all of a person's bound together
-- (factors_bound), and one link at a time by which a passkey is enrolled.
create table gate.support_person (
  person uuid primary key,
  -- Keyed hash of the email.
  email_token bytea not null unique,
  installation_key_version int not null,
  wrapped bytea not null,
  -- Name and email.
  sealed bytea not null,
  factors_bound bytea,
  link_hash bytea unique,
  link_ends_at timestamptz,
  -- Keyed hash over person, link and its end.
  link_bound bytea,
  created_at timestamptz not null default clock_timestamp()
);

create table gate.support_passkey (
  factor uuid primary key,
  person uuid not null references gate.support_person (person) on delete cascade,
  -- Keyed hash of the credential's id.
  token bytea not null unique,
  revision int not null default 1,
  counter bigint not null,
  sealed bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz
);
create index support_passkey_person on gate.support_passkey (person);

create table gate.support_session (
  token_hash bytea primary key,
  session uuid not null unique,
  person uuid not null references gate.support_person (person) on delete cascade,
  seen_at timestamptz not null default clock_timestamp(),
  ends_at timestamptz not null,
  -- Keyed hash over token, session, person and end; taken away when it ends.
  bound bytea
);
create index support_session_person on gate.support_session (person);

-- By which a practice is named to a support person: short, once, for minutes. One a practice.
create table gate.support_code (
  practice uuid primary key,
  -- Keyed hash of the code.
  token bytea not null unique,
  ends_at timestamptz not null,
  -- Keyed hash over practice, token and end.
  bound bytea not null
);

grant select, insert, update, delete on gate.support_person, gate.support_passkey, gate.support_session, gate.support_code
  to candour_gate;

-- What a support person asked of the practice and what the practice said to it: sealed, and marked in the ledger (type Support).
create table candour.support (
  practice uuid not null references candour.practice (practice),
  request uuid not null,
  person uuid not null,
  -- Only to look at few rows: whether it lets in, and until when, counts as it is sealed.
  state text not null default 'live' check (state in ('live', 'over')),
  asked_at timestamptz not null default clock_timestamp(),
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, request)
);
create index support_person on candour.support (person, asked_at desc);

alter table candour.support enable row level security;
alter table candour.support force row level security;
create policy practice on candour.support to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.support to candour_app;
grant update (state, revision, sealed) on candour.support to candour_app;
-- Which practice a request is of; what it holds opens in the practice alone.
grant select (practice, request, person, asked_at) on candour.support to candour_gate;
create policy gate on candour.support for select to candour_gate using (true);
