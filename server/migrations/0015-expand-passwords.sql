-- Wrong passwords in a row, and emails that were given up and can be taken back.

-- Wrong passwords in a row from devices that are not known, for emails that have an account and for those that have none.
create table gate.streak (
  subject bytea primary key,
  failures int not null,
  last_at timestamptz not null default clock_timestamp()
);

-- An email that an account gave up stays its own while the change can be taken back.
create table gate.held_email (
  email_token bytea primary key,
  account uuid not null references gate.account (account),
  held_until timestamptz not null
);
create index held_email_until on gate.held_email (held_until);

alter table gate.ticket drop constraint ticket_purpose_check;
alter table gate.ticket add constraint ticket_purpose_check
  check (purpose in ('sign-in', 'passkey', 'reset', 'email', 'email-undo'));

grant select, insert, update, delete on gate.streak, gate.held_email to candour_gate;
