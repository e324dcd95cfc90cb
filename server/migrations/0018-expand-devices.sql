-- Browsers that an account has used, known again by a cookie; and the short codes by which somebody comes back at one of them.

create table gate.device (
  device uuid not null,
  account uuid not null references gate.account (account),
  -- One cookie a browser, whoever uses it: a row for each account.
  token_hash bytea not null,
  -- Keyed hash over device, account and token.
  bound bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz not null default clock_timestamp(),
  -- From where it was first used.
  sealed bytea not null,
  primary key (device, account)
);
create index device_token on gate.device (token_hash);
create index device_account on gate.device (account, created_at);

create table gate.seat (
  seat uuid primary key,
  device uuid not null,
  account uuid not null,
  practice uuid not null,
  member uuid not null,
  revision int not null default 1,
  -- argon2id over the code and the device's token.
  pin bytea not null,
  tries int not null default 0,
  -- What the last whole sign-in here had shown, and until when the code opens a session; null: not until the next one.
  how text not null check (how in ('password', 'password+totp', 'password+recovery', 'password+passkey', 'passkey')),
  open_until timestamptz,
  bound bytea,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  unique (device, account),
  foreign key (device, account) references gate.device (device, account) on delete cascade
);
create index seat_account on gate.seat (account);

grant select, insert, update, delete on gate.device, gate.seat to candour_gate;

-- At which of them a session was opened; null for those from before.
alter table gate.session add column device uuid;

-- The practice's sign-ins are few among its entries: found without reading the others.
create index entry_sign_in on ledger.entry (practice, number desc)
  where verb in ('session.sign-in', 'session.sign-out', 'session.lock', 'session.end', 'session.end-others',
    'session.switch-practice', 'session.not-me', 'seat.set', 'seat.remove', 'factor.confirm-totp',
    'factor.make-recovery-codes', 'factor.remove', 'factor.start-passkey', 'factor.confirm-passkey',
    'password.change', 'password.reset', 'email.change', 'email.undo', 'recovery.start', 'recovery.finish', 'support.open', 'support.close');

-- Who loses all access is out by short code too, also when a level is given again.
create or replace function candour.end_sessions_of(of_member uuid) returns void language sql security definer set search_path = pg_catalog, pg_temp
  begin atomic
    update gate.session set ended_at = clock_timestamp(), bound = null
      where practice = candour.current_practice() and member = of_member and ended_at is null;
    update gate.seat set open_until = null, bound = null
      where practice = candour.current_practice() and member = of_member;
  end;
