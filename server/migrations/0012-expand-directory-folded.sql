-- Whoever has read what was folded into the directory's blocks need not read the blocks again: rows of transactions up to this
-- one were folded, ever. Null: unknown, as before the first folding from here on.
alter table candour.practice add column directory_folded_to xid8;
grant select (directory_folded_to), update (directory_folded_to) on candour.practice to candour_app;
