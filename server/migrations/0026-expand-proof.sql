-- Evidence that a practice files for what software alone can't show, and who sees to it; where its page of proof is published;
-- the signed packs that were made of it. All sealed and marked (types Evidence, EvidenceOwner, Publication, Pack). Decision 0037.
create table candour.evidence (
  practice uuid not null,
  evidence uuid not null,
  -- Readable, as the day on which it expires: they name nobody. The seal has both.
  promise text not null check (promise ~ '^[PB][0-9]{1,2}$'),
  state text not null default 'announced' check (state in ('announced', 'filed')),
  expires_on date not null,
  announced_at timestamptz not null default clock_timestamp(),
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, evidence),
  foreign key (practice) references candour.practice (practice)
);
create index evidence_announced on candour.evidence (practice, announced_at) where state = 'announced';

create table candour.evidence_owner (
  practice uuid not null,
  -- A keyed hash of the promise, in the shape of an id.
  owner uuid not null,
  -- The day on which somebody was reminded last.
  chased_at timestamptz,
  revision int not null default 1,
  sealed bytea not null,
  primary key (practice, owner),
  foreign key (practice) references candour.practice (practice)
);

create table candour.publication (
  practice uuid primary key,
  -- Hash of the last part of the public address, of which 60 bits are random; null once it is switched off.
  name_hash bytea,
  revision int not null default 1,
  sealed bytea not null,
  foreign key (practice) references candour.practice (practice)
);
create index publication_name on candour.publication (name_hash);

create table candour.pack (
  practice uuid not null,
  pack uuid not null,
  made_at timestamptz not null default clock_timestamp(),
  sealed bytea not null,
  primary key (practice, pack),
  foreign key (practice) references candour.practice (practice)
);

do $$
declare
  t text;
begin
  foreach t in array array['evidence', 'evidence_owner', 'publication', 'pack'] loop
    execute format('alter table candour.%I enable row level security', t);
    execute format('alter table candour.%I force row level security', t);
    execute format('create policy practice on candour.%I to candour_app using (practice = candour.current_practice()) with check (practice = candour.current_practice())', t);
    execute format('grant select, insert on candour.%I to candour_app', t);
  end loop;
end $$;
grant update (state, revision, sealed) on candour.evidence to candour_app;
-- What was announced and never came.
grant delete on candour.evidence to candour_app;
grant update (chased_at, revision, sealed) on candour.evidence_owner to candour_app;
grant update (name_hash, revision, sealed) on candour.publication to candour_app;
-- Whose page an address is; what it shows opens in the practice alone.
grant select (practice, name_hash) on candour.publication to candour_gate;
create policy gate on candour.publication for select to candour_gate using (true);
