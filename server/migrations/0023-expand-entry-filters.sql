-- What people look for in the activity stands close together, however long the ledger is: acts of one kind, and what was
-- refused or let somebody in. Members and patients have their index; days are found by halving the numbers.
create index entry_verb on ledger.entry (practice, verb, outcome, number desc);
create index entry_refused on ledger.entry (practice, number desc) where outcome = 'refused';
create index entry_let_in on ledger.entry (practice, number desc) where outcome = 'signed-in';
