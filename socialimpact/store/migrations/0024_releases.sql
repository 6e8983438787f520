-- Released reports: never changed, never deleted. The JSON is kept under its SHA-256 like every kept file; the lines,
-- suppliers and proofs that its figures came from are frozen here, as later imports and decisions change `spend`.

create table release (
    release_id integer primary key,
    number varchar not null unique,           -- 2025-1: the year, and how many there have been of it
    year integer not null,
    companies integer[] not null,             -- empty: every company
    language varchar not null,                -- of the words in the JSON; the document in it speaks both
    released_at timestamp not null default current_timestamp,
    released_by varchar not null,
    sha256 varchar not null,                  -- of the JSON
    corrects integer,                         -- the release that this one corrects
    why varchar,                              -- the reason of a correction
    last_event bigint not null,               -- the newest event that it knew
    scope_kinds varchar[] not null,           -- what the scope held then
    declared_counts boolean not null,
    check ((corrects is null) = (why is null))
);

-- The lines of the year and of the year before it, as the figures saw them.
create table release_line (
    release_id integer not null,
    line_id bigint not null,
    import_id integer not null,
    file varchar not null,
    sheet varchar,
    row_number integer not null,
    document_number varchar,
    description varchar,
    company_id integer not null,
    company varchar not null,
    site_id integer,
    site varchar,
    supplier_id integer not null,
    supplier varchar not null,
    identified boolean not null,
    date date,
    year integer,
    quarter varchar,
    month varchar,
    document_type varchar not null,
    ledger_category varchar,
    category varchar,
    category_group varchar,
    category_basis varchar,
    cost_centre varchar,
    nature varchar not null,
    nature_reason varchar,
    addressable boolean not null,
    exclusion_id integer,
    net_amount decimal(18, 2) not null,
    kind varchar,
    evidence varchar,
    tag_id integer,
    country varchar,
    region varchar,
    province varchar,
    municipality varchar,
    municipality_code varchar,
    same_municipality boolean,
    same_province boolean,
    same_region boolean,
    distance_km double,
    days_to_pay integer,
    days_late integer,
    past_due boolean,
    supplier_is_new boolean not null,
    supplier_is_lost boolean not null,
    supplier_screened boolean not null
);

create table release_supplier (
    release_id integer not null,
    supplier_id integer not null,
    name varchar not null,
    vat_number varchar,
    tax_code varchar,
    country varchar
);

-- The tags that spoke for a line, each with what it rests on.
create table release_proof (
    release_id integer not null,
    tag_id integer not null,
    supplier_id integer not null,
    kind varchar not null,
    evidence varchar not null,
    valid_from date,
    valid_to date,
    made_by varchar not null,
    made_at timestamp not null,
    why varchar not null,
    register varchar,
    publisher varchar,
    as_of date,                               -- of the register's list
    list_file varchar,
    list_sha256 varchar,
    entry_id bigint,
    entry_row integer,
    entry_name varchar,
    entry_tax_code varchar,
    entry_vat_number varchar,
    entry_section varchar,
    entry_registered_on date,
    file_sha256 varchar,                      -- the certificate or other paper
    file_name varchar
);

-- The ledgers that its lines came from.
create table release_ledger (
    release_id integer not null,
    import_id integer not null,
    file varchar not null,
    sha256 varchar not null,
    imported_at timestamp not null,
    rows_read bigint not null,
    lines bigint not null,
    set_aside bigint not null,
    total_read decimal(18, 2) not null,
    total_loaded decimal(18, 2) not null,
    total_set_aside decimal(18, 2) not null
);
