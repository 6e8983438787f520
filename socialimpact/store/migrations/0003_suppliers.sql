-- From whom: suppliers and every spelling seen, registers and their dated snapshots, tags with their evidence.

create table supplier (
    supplier_id integer primary key,
    name varchar not null,                    -- the spelling that is shown
    name_key varchar not null,                -- normalised, without legal form
    vat_number varchar,
    tax_code varchar,
    country varchar,
    municipality_code varchar,                -- Italian municipality, where known
    municipality varchar,                     -- as written, where it is no known Italian one
    province varchar,
    place_source varchar check (place_source in ('ledger', 'invoice', 'register', 'person')),
    screened_on date,
    same_as integer,                          -- turned out to be this supplier: two that lived apart, joined by a later import
    same_as_import integer,                   -- the import that showed it; undone with it
    created_at timestamp not null default current_timestamp
);

-- One row an import and way of writing a supplier: what an import added is taken back with it.
create table supplier_name (
    supplier_id integer not null,
    company_id integer not null,
    import_id integer not null,
    name varchar,
    name_key varchar,
    ledger_code varchar,
    vat_number varchar,
    tax_code varchar,
    address varchar,
    municipality varchar,
    province varchar,
    postcode varchar,
    country varchar,
    lines bigint not null
);

create table register (
    register_id integer primary key,
    register_key varchar not null unique,     -- 'runts', or a name given to a list
    name varchar not null,
    publisher varchar,
    licence varchar,
    start_binds boolean not null              -- false: the registration date is not the day on which a body became social
);

create table register_snapshot (
    snapshot_id integer primary key,
    register_id integer not null,
    as_of date not null,
    sha256 varchar not null,
    file varchar not null,
    rows_read bigint not null,
    entries bigint not null,
    set_aside bigint not null,
    imported_by varchar not null,
    imported_at timestamp not null default current_timestamp,
    unique (register_id, as_of)
);

create table register_entry (
    entry_id bigint not null,
    snapshot_id integer not null,
    row_number integer not null,
    tax_code varchar,
    vat_number varchar,
    name varchar not null,
    name_key varchar not null,
    kind varchar not null,                    -- a key of data/supplier_kinds.yml
    section varchar,                          -- as the register says it
    municipality varchar,
    province varchar,
    postcode varchar,
    country varchar,
    municipality_code varchar,
    registered_on date,
    valid_from date,
    valid_to date
);

create table tag (
    tag_id integer primary key,
    supplier_id integer not null,
    kind varchar not null,
    valid_from date,                          -- null: always
    valid_to date,                            -- null: still
    evidence varchar not null check (evidence in ('registered', 'documented', 'confirmed', 'declared', 'suspected')),
    register_id integer,
    snapshot_id integer,
    entry_id bigint,
    file_sha256 varchar,
    made_by varchar not null,
    made_at timestamp not null default current_timestamp,
    why varchar not null,
    ended_at timestamp,                       -- a correction ends one tag and begins another
    ended_by varchar,
    ended_why varchar
);
