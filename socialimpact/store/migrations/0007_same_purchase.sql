-- One purchase in two imports, a ledger and its electronic invoices: it counts in the first. What the second has of it
-- is held, whole, so that it can take the place of the first when that is taken back (see ledger/same_purchase.py).

create table held_line as select *, cast(0 as integer) as held_by from line limit 0;

-- What an import has added to lines of others, and what stood there before: undone with the import.
create table line_addition (
    line_id bigint not null,
    import_id integer not null,
    field varchar not null,                   -- a column of line
    before varchar                            -- null: nothing stood there
);
