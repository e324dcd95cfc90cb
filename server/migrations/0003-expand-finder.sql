-- The finder in its final design (docs/decisions/0010-the-finder.md): sealed blocks of people, and beside them the rows of
-- candour.directory as what was written since. All of it is derived from the patients and left out of backups.

-- Which index key a row is sealed under: keys are replaced monthly, and rows of two keys stand side by side meanwhile.
create function candour.directory_key() returns uuid language sql stable
  return (select directory_compartment from candour.practice where practice = candour.current_practice());
grant execute on function candour.directory_key() to candour_app;

alter table candour.directory no force row level security;
alter table candour.practice no force row level security;
alter table candour.directory add column index_key uuid;
update candour.directory d set index_key = p.directory_compartment from candour.practice p where p.practice = d.practice;
alter table candour.directory force row level security;
alter table candour.practice force row level security;

alter table candour.directory
  alter column index_key set default candour.directory_key(),
  alter column index_key set not null,
  -- A patient who is deleted or erased: nothing is sealed, and blocks that still hold the person count no more.
  add column gone boolean not null default false,
  alter column sealed drop not null,
  add check (gone = (sealed is null));
-- No foreign key to the index key: every registration would lock that one row. The write looks whether the key is there.

-- Up to 64 KiB of people each. A block is written once; its change is another block in its place. Which blocks there are is
-- marked in ledger.mark (type Directory): one that is altered, swapped, taken away or brought back is noticed.
create table candour.directory_block (
  practice uuid not null,
  block uuid not null,
  -- Blocks hold ranges of patients, by id.
  first_patient uuid not null,
  generation int not null check (generation > 0),
  index_key uuid not null,
  sealed bytea not null,
  primary key (practice, block),
  foreign key (practice, index_key) references candour.compartment (practice, compartment)
);
create index directory_block_key on candour.directory_block (practice, index_key);

-- Index keys that were replaced: destroyed once nothing names them and no node can still be writing under them.
create table candour.directory_old_key (
  practice uuid not null,
  index_key uuid not null,
  replaced_at timestamptz not null,
  primary key (practice, index_key),
  foreign key (practice, index_key) references candour.compartment (practice, compartment)
);

do $$
declare name text;
begin
  foreach name in array array['directory_block', 'directory_old_key'] loop
    execute format('alter table candour.%I enable row level security', name);
    execute format('alter table candour.%I force row level security', name);
    execute format('create policy practice on candour.%I to candour_app using (practice = candour.current_practice()) with check (practice = candour.current_practice())', name);
  end loop;
end $$;

grant select, insert, delete on candour.directory_block, candour.directory_old_key to candour_app;
grant delete on candour.directory to candour_app;
grant update (directory_compartment) on candour.practice to candour_app;

-- The jobs' role sees where there is work, never what is sealed.
grant select (practice, patient, index_key, gone) on candour.directory to candour_jobs;
grant select (practice, index_key, replaced_at) on candour.directory_old_key to candour_jobs;
grant select (practice, directory_compartment) on candour.practice to candour_jobs;
grant select (practice, compartment, created_at) on candour.compartment to candour_jobs;
create policy jobs on candour.directory_old_key for select to candour_jobs using (true);
create policy jobs on candour.directory for select to candour_jobs using (true);
create policy jobs on candour.practice for select to candour_jobs using (true);
create policy jobs on candour.compartment for select to candour_jobs using (true);
