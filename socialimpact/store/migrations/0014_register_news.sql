-- What a register's list says beyond who is of which kind: which columns were read, identifiers that cannot be right,
-- and, of directories, what each organisation offers and how to reach it.

alter table register add column preset varchar;               -- a key of data/registers.yml; null: added before this step

alter table register_snapshot add column fields varchar;      -- JSON: role → name of the column that it was read from

-- As the list has it, where its check digit is wrong: shown, never compared with a supplier's.
alter table register_entry add column written_identifier varchar;

create table register_contact (
    snapshot_id integer not null,
    entry_id bigint not null,
    offers varchar,
    website varchar,
    email varchar,                            -- the organisation's, as its directory publishes it
    phone varchar
);
