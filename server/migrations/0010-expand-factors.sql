-- Second factors, and tickets: what somebody holds who has shown a password, or reads a mail, and is not in yet.

create table gate.factor (
  factor uuid primary key,
  account uuid not null references gate.account (account),
  kind text not null check (kind in ('passkey', 'totp', 'recovery')),
  -- Keyed hash of a passkey's credential id, or of a recovery code.
  token bytea unique,
  revision int not null default 1,
  sealed bytea not null,
  -- TOTP: the last step that was used (RFC 6238); a passkey's signature counter.
  counter bigint not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  -- Counts only after a code was verified.
  confirmed_at timestamptz,
  used_at timestamptz
);
create index factor_account on gate.factor (account);

create table gate.ticket (
  token_hash bytea primary key,
  ticket uuid not null unique,
  purpose text not null check (purpose in ('sign-in', 'passkey', 'reset', 'email')),
  account uuid not null references gate.account (account),
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  tries int not null default 0,
  sealed bytea not null
);
create index ticket_account on gate.ticket (account);
create index ticket_expires on gate.ticket (expires_at);

grant select, insert, update, delete on gate.factor, gate.ticket to candour_gate;

-- How the session was opened, and when its person last proved to be there.
alter table gate.session
  add column how text not null default 'password' check (how in ('password', 'password+totp', 'password+recovery', 'password+passkey', 'passkey')),
  add column proved_at timestamptz not null default clock_timestamp();

-- Whether everybody needs a second factor (P13, P14), and for how many days after the approval it can wait.
alter table candour.practice
  add column factor_required boolean not null default true,
  add column factor_grace_days int not null default 7 check (factor_grace_days between 0 and 90);
grant select (factor_required, factor_grace_days) on candour.practice to candour_gate;
grant update (factor_required, factor_grace_days) on candour.practice to candour_app;
grant select (approved_at) on candour.member to candour_gate;
