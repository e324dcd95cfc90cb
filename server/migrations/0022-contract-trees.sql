-- A Merkle tree (RFC 6962) over each practice's entries and one over all practices, decision 0032. A leaf is what
-- `candour/leaf/2` says (platform/ledger/leaf.ts), so what is there hashes anew; the trees are made of it by the sequencer.

create function ledger.leaf_field(bytes bytea) returns bytea language sql immutable set search_path = pg_catalog, pg_temp
  return int4send(octet_length(bytes)) || bytes;

alter table ledger.entry no force row level security;
update ledger.entry e set leaf_hash = sha256('\x00'::bytea
  || ledger.leaf_field(convert_to('candour/leaf/2', 'UTF8'))
  || ledger.leaf_field(nonce)
  || ledger.leaf_field(convert_to(((extract(epoch from at) * 1000)::bigint)::text, 'UTF8'))
  || ledger.leaf_field(convert_to(actor_kind, 'UTF8'))
  || ledger.leaf_field(convert_to(coalesce(actor::text, ''), 'UTF8'))
  || ledger.leaf_field(convert_to(verb, 'UTF8'))
  || ledger.leaf_field(convert_to(outcome, 'UTF8'))
  || ledger.leaf_field(convert_to(cardinality(subjects)::text, 'UTF8'))
  || ledger.leaf_field(sha256(coalesce((select string_agg(uuid_send(s), ''::bytea order by s) from unnest(subjects) s), ''::bytea)))
  || ledger.leaf_field(detail_hash));
alter table ledger.entry force row level security;
drop function ledger.leaf_field(bytea);

-- How many entries are in the tree (all that are numbered, but while it catches up), and the hashes of the perfect
-- subtrees of that many, largest first.
alter table ledger.head
  add column tree_size bigint not null default 0,
  add column frontier bytea not null default '',
  add check (tree_size <= size);
alter table ledger.head set (fillfactor = 60);
revoke select on ledger.head from candour_jobs;
grant select (practice, size) on ledger.head to candour_jobs;

-- As C2SP tlog-tiles has them: 256 hashes each. The lowest level has full ones alone, for the rest stands in the entries;
-- those above grow by one hash for each full one below.
create table ledger.tile (
  practice uuid not null,
  level smallint not null,
  index bigint not null,
  hashes bytea not null,
  primary key (practice, level, index)
);
alter table ledger.tile alter column hashes set storage external;

-- Where a practice's tree stood when it went into the tree of all: `index` is its leaf there, `nonce` the practice's secret.
create table ledger.anchor (
  practice uuid not null,
  size bigint not null,
  installation uuid not null,
  at timestamptz not null,
  root bytea not null,
  nonce bytea not null,
  index bigint not null,
  primary key (practice, installation, size)
);

-- Signed notes, as they were given out.
create table ledger.checkpoint (
  practice uuid not null,
  checkpoint uuid not null,
  size bigint not null,
  at timestamptz not null,
  note bytea not null,
  -- London's, where it is the one of a day.
  day date,
  primary key (practice, checkpoint),
  unique (practice, day)
);
create index checkpoint_newest on ledger.checkpoint (practice, at desc);

-- The tree of all: who this is, how far it is, and what was signed last. `fence` as in ledger.position.
create table ledger.global (
  single boolean primary key default true check (single),
  installation uuid not null,
  public_key bytea not null,
  fence bigint not null default 0,
  size bigint not null default 0,
  frontier bytea not null default '',
  signed_size bigint,
  signed_at timestamptz,
  note bytea
);
create table ledger.global_tile (
  level smallint not null,
  index bigint not null,
  hashes bytea not null,
  primary key (level, index)
);
alter table ledger.global_tile alter column hashes set storage external;
-- What a leaf of the tree of all says: SHA-256 of a practice's nonce and checkpoint.
create table ledger.global_leaf (
  index bigint primary key,
  hash bytea not null
);

do $$
declare name text;
begin
  foreach name in array array['tile', 'anchor', 'checkpoint', 'global', 'global_tile', 'global_leaf'] loop
    execute format('alter table ledger.%I enable row level security', name);
    execute format('alter table ledger.%I force row level security', name);
  end loop;
  foreach name in array array['tile', 'anchor', 'global', 'global_tile', 'global_leaf'] loop
    execute format('create policy sequencer on ledger.%I to candour_sequencer using (true) with check (true)', name);
  end loop;
  foreach name in array array['tile', 'anchor'] loop
    execute format('create policy practice on ledger.%I for select to candour_app using (practice = candour.current_practice())', name);
  end loop;
  -- They are public, and say nothing of any practice.
  foreach name in array array['global', 'global_tile', 'global_leaf'] loop
    execute format('create policy gate on ledger.%I for select to candour_gate using (true)', name);
  end loop;
end $$;
create policy practice on ledger.checkpoint to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());

grant select, insert, update on ledger.tile, ledger.global, ledger.global_tile to candour_sequencer;
grant select, insert on ledger.anchor, ledger.global_leaf to candour_sequencer;
grant select on ledger.tile, ledger.anchor to candour_app;
grant select, insert on ledger.checkpoint to candour_app;
grant select (single, installation, public_key, size, signed_size, signed_at, note) on ledger.global to candour_gate;
grant select on ledger.global_tile, ledger.global_leaf to candour_gate;

-- To whom a practice's daily checkpoint is mailed: sealed, and marked (type CheckpointMail).
create table candour.checkpoint_mail (
  practice uuid primary key references candour.practice (practice),
  revision int not null,
  sealed bytea not null
);
alter table candour.checkpoint_mail enable row level security;
alter table candour.checkpoint_mail force row level security;
create policy practice on candour.checkpoint_mail to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
grant select, insert on candour.checkpoint_mail to candour_app;
grant update (revision, sealed) on candour.checkpoint_mail to candour_app;
