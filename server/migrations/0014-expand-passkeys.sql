-- Passkeys, and what binds an account's second factors together: taken away, put in, altered or brought back, the account is
-- closed. Null on accounts from before, which Candour binds once, at its next start.
alter table gate.account add column factors_bound bytea;

-- Challenges that a passkey has answered: each counts once. Those that nobody answered are kept nowhere.
create table gate.challenge (
  challenge_hash bytea primary key,
  expires_at timestamptz not null
);
create index challenge_expires on gate.challenge (expires_at);
grant select, insert, delete on gate.challenge to candour_gate;

-- A lost second factor: somebody whose password was right asks, colleagues confirm. Who asked, by which number, in which
-- practices and who confirmed is sealed under the account's key; each change is another revision.
create table gate.recovery (
  recovery uuid primary key,
  account uuid not null references gate.account (account),
  token_hash bytea not null unique,
  revision int not null default 1,
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  sealed bytea not null
);
create unique index recovery_open on gate.recovery (account) where ended_at is null;
create index recovery_account on gate.recovery (account, created_at);
create index recovery_expires on gate.recovery (expires_at);
grant select, insert, update, delete on gate.recovery to candour_gate;

-- A session that colleagues opened: for setting up a new factor, and nothing else.
alter table gate.session drop constraint session_how_check;
alter table gate.session add constraint session_how_check
  check (how in ('password', 'password+totp', 'password+recovery', 'password+passkey', 'passkey', 'recovered'));
