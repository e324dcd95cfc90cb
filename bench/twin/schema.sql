-- The twin's tables: the same record, plain. No row security, no roles, nothing sealed, no ledger.
create extension if not exists pg_trgm;
create table practice (
  practice uuid primary key, kind text not null, name text not null, town text not null,
  created_at timestamptz not null default now(), trial_ends_at timestamptz not null default now() + interval '30 days'
);
create table member (
  practice uuid not null references practice, member uuid not null, account uuid not null, level smallint not null,
  state text not null, name text not null, role text not null,
  primary key (practice, member), unique (practice, account)
);
create table session (
  token_hash bytea primary key, session uuid not null unique, account uuid not null, practice uuid not null, member uuid not null,
  seen_at timestamptz not null default now(), ends_at timestamptz not null default now() + interval '12 hours',
  ended_at timestamptz,
  foreign key (practice, member) references member
);
create index session_member on session (practice, member);
-- By what patients are found, in columns: exact identifiers, names by prefix, spelling and sound.
create table patient (
  practice uuid not null references practice, patient uuid not null,
  family text not null, given text not null, title text not null, birth_date text not null, sex text not null,
  nhs_number text, phone text, email text, postcode text, folded_family text not null, folded_given text not null,
  sounds text[] not null,
  primary key (practice, patient)
);
create unique index patient_nhs_number on patient (practice, nhs_number text_pattern_ops);
create index patient_name on patient (practice, folded_family text_pattern_ops, folded_given);
create index patient_given on patient (practice, folded_given text_pattern_ops);
create index patient_birth on patient (practice, birth_date);
create index patient_phone on patient (practice, phone);
create index patient_email on patient (practice, email);
create index patient_postcode on patient (practice, postcode);
create index patient_sounds on patient using gin (sounds);
create index patient_spelling on patient using gin (folded_family gin_trgm_ops, folded_given gin_trgm_ops);
create table resource (
  practice uuid not null, type text not null, id uuid not null, version int not null, patient uuid,
  last_updated timestamptz not null, deleted boolean not null default false, size int not null,
  content text not null, summary text not null, hash bytea,
  primary key (practice, type, id, version),
  foreign key (practice, patient) references patient deferrable initially deferred
);
create index resource_patient on resource (practice, patient, type);
create table file (
  practice uuid not null, file uuid not null, patient uuid not null, name text not null, size bigint not null,
  media_type text, content uuid,
  primary key (practice, file), foreign key (practice, patient) references patient
);
create table event (
  practice uuid not null references practice, event uuid not null, xid xid8 not null default pg_current_xact_id(),
  at timestamptz not null default clock_timestamp(), kind text not null, patient uuid, object uuid, member uuid,
  primary key (practice, event)
);
create index event_xid on event (xid);
create index event_at on event (at);
create table idempotency (
  practice uuid not null references practice, member uuid not null, key text not null, route text not null,
  request_hash bytea not null, answer text, at timestamptz not null default now(),
  primary key (practice, member, key)
);
create index idempotency_at on idempotency (at);
