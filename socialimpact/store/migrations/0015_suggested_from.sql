-- From what the suggestions of a supplier were computed: its names, identifiers and place, and the registers' lists. Where
-- that is the same, they are not computed again. A supplier of whom nothing is suggested has a row, too.

create table suggested_from (
    supplier_id integer primary key,
    basis varchar not null
);
