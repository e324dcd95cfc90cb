-- What is sealed does not get smaller: PostgreSQL is not to try it on every row that is written.

alter table candour.resource alter column sealed set storage external, alter column summary set storage external;
alter table candour.draft alter column sealed set storage external;
alter table candour.idempotency alter column sealed set storage external;
alter table candour.directory_block alter column sealed set storage external;
alter table ledger.entry alter column detail set storage external;
alter table ledger.queue alter column entries set storage external;
do $$
declare part regclass;
begin
  for part in select inhrelid::regclass from pg_inherits where inhparent = 'ledger.queue'::regclass loop
    execute format('alter table %s alter column entries set storage external', part);
  end loop;
end $$;
