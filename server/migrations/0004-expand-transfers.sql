-- Imports and exports: what is asked for, how far it is, and what came of it. What it is about (names of files, counts by
-- type, refused lines, whose export) is sealed; the bytes lie as blobs in an unfiled compartment, whose key goes with them.

create table candour.transfer (
  practice uuid not null references candour.practice (practice),
  transfer uuid not null,
  kind text not null check (kind in ('import', 'export')),
  -- Where the files are: with Candour (through the web app), or on the machine where the command runs.
  place text not null check (place in ('web', 'command')),
  step text not null check (step in ('upload', 'check', 'keep', 'collect', 'pack')),
  state text not null check (state in ('waiting', 'running', 'paused', 'cancelled', 'done', 'failed')),
  member uuid,
  -- Holds the bytes; null once its key is destroyed.
  compartment uuid,
  -- Of the lease: whoever lost it writes nothing any more.
  fence bigint not null default 0,
  done bigint not null default 0,
  total bigint not null default 0,
  revision int not null default 1,
  sealed bytea not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  expires_at timestamptz,
  primary key (practice, transfer),
  foreign key (practice, member) references candour.member (practice, member),
  foreign key (practice, compartment) references candour.compartment (practice, compartment)
);
create index transfer_waiting on candour.transfer (created_at) where state in ('waiting', 'running');
create index transfer_expires on candour.transfer (expires_at) where compartment is not null;

-- What a chunk leaves behind: lines that were refused, or bytes of an export.
create table candour.transfer_part (
  practice uuid not null,
  transfer uuid not null,
  part uuid not null,
  kind text not null check (kind in ('refused', 'bytes')),
  step text not null,
  sealed bytea not null,
  primary key (practice, transfer, part),
  foreign key (practice, transfer) references candour.transfer (practice, transfer)
);

do $$
declare name text;
begin
  foreach name in array array['transfer', 'transfer_part'] loop
    execute format('alter table candour.%I enable row level security', name);
    execute format('alter table candour.%I force row level security', name);
    execute format('create policy practice on candour.%I to candour_app using (practice = candour.current_practice()) with check (practice = candour.current_practice())', name);
  end loop;
end $$;

grant select, insert on candour.transfer to candour_app;
grant update (step, state, compartment, fence, done, total, revision, sealed, ended_at, expires_at) on candour.transfer to candour_app;
grant select, insert, delete on candour.transfer_part to candour_app;

-- Whoever looks for work sees places, states and times, nothing sealed.
grant select (practice, transfer, place, state, compartment, created_at, expires_at) on candour.transfer to candour_jobs;
create policy jobs on candour.transfer for select to candour_jobs using (true);
