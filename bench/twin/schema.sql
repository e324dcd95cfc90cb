-- The twin's tables: the same record, plain. No row security, no roles, nothing sealed, no ledger.
create table practice (practice uuid primary key, name text not null);
create table member (
  practice uuid not null references practice, member uuid not null, name text not null, role text not null,
  primary key (practice, member)
);
create table session (
  token_hash bytea primary key, practice uuid not null, member uuid not null, csrf text not null,
  seen_at timestamptz not null default now(), ends_at timestamptz not null default now() + interval '12 hours',
  foreign key (practice, member) references member
);
create table patient (
  practice uuid not null references practice, patient uuid not null,
  family text not null, given text not null, title text not null, birth_date text not null, sex text not null,
  nhs_number text, phone text, email text, postcode text,
  folded_family text not null, folded_given text not null,
  primary key (practice, patient)
);
create unique index patient_nhs_number on patient (practice, nhs_number text_pattern_ops);
create index patient_name on patient (practice, folded_family text_pattern_ops, folded_given);
create index patient_birth on patient (practice, birth_date);
create index patient_phone on patient (practice, phone);
create index patient_email on patient (practice, email);
create table resource (
  practice uuid not null, type text not null, id uuid not null, version int not null, patient uuid not null,
  last_updated timestamptz not null, content text not null,
  kind text not null, title text not null, at text not null, author text not null, preview text not null,
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
  practice uuid not null references practice, event uuid not null, at timestamptz not null default clock_timestamp(),
  kind text not null, patient uuid, object uuid, member uuid,
  primary key (practice, event)
);
create table idempotency (
  practice uuid not null references practice, member uuid not null, key text not null, answer text,
  at timestamptz not null default now(),
  primary key (practice, member, key)
);
