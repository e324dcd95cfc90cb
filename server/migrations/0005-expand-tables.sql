-- Tables of patients (CSV): their columns are mapped before the check, and the import can be undone.

alter table candour.transfer
  drop constraint transfer_step_check,
  add constraint transfer_step_check check (step in ('upload', 'columns', 'check', 'keep', 'undo', 'collect', 'pack'));

-- Survey: how the file is read. Rows: what was found of some. Created: which patients an undo may remove.
alter table candour.transfer_part
  drop constraint transfer_part_kind_check,
  add constraint transfer_part_kind_check check (kind in ('refused', 'bytes', 'survey', 'rows', 'created'));
