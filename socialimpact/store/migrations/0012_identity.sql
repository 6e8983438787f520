-- Who is who, as people decided it: two suppliers are one, one is several, two are not the same.

-- Each way of writing has a number, and each line says which one it carries: a supplier can be split by its spellings.
alter table supplier_name add column spelling_id integer;
update supplier_name set spelling_id = cast(rowid as integer) + 1;
alter table line add column spelling_id integer;            -- null: read before spellings had numbers
alter table held_line add column spelling_id integer;

create table identity_decision (
    decision_id integer primary key,
    what varchar not null check (what in ('merge', 'split', 'apart')),
    supplier_id integer not null,             -- the supplier that is kept, or split
    other_id integer not null,                -- the one that is absorbed, made, or kept apart
    why varchar not null,
    made_by varchar not null,
    made_at timestamp not null default current_timestamp,
    before json not null,                     -- what stood there: enough to take the decision back
    undone_at timestamp,
    undone_by varchar
);

-- How the suppliers of a decision were written when it was made. The decision holds for whatever is written so, also
-- when the imports that wrote it are taken back and come again.
create table decided_spelling (
    decision_id integer not null,
    supplier_id integer not null,
    company_id integer not null,
    name varchar,
    name_key varchar,
    ledger_code varchar,
    vat_number varchar,
    tax_code varchar,
    municipality varchar,
    province varchar,
    postcode varchar,
    country varchar
);
