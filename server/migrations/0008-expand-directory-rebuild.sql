-- The finder's blocks and rows are derived from the patients: altered, lost or left out of a backup they are made again
-- (docs/decisions/0010-the-finder.md). A row here while that goes on. The new blocks lie beside the old ones, under the next
-- generation, until all are there.
create table candour.directory_rebuild (
  practice uuid primary key references candour.practice (practice),
  -- Of the new blocks.
  index_key uuid not null,
  generation int not null check (generation > 0),
  -- Under that key: how far it is, and which blocks there are so far. Whoever alters it, or them, has it begun afresh.
  sealed bytea not null,
  foreign key (practice, index_key) references candour.compartment (practice, compartment)
);
alter table candour.directory_rebuild enable row level security;
alter table candour.directory_rebuild force row level security;
create policy practice on candour.directory_rebuild to candour_app
  using (practice = candour.current_practice()) with check (practice = candour.current_practice());
create policy jobs on candour.directory_rebuild for select to candour_jobs using (true);
grant select, insert, update, delete on candour.directory_rebuild to candour_app;
grant select (practice) on candour.directory_rebuild to candour_jobs;
