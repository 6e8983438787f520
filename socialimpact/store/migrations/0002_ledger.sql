-- What was bought: imports, their lines, and the rows that were set aside.

create table stored_file (
    sha256 varchar primary key,
    name varchar not null,
    size bigint not null,
    format varchar not null,
    received_at timestamp not null default current_timestamp,
    received_by varchar not null
);

create table import (
    import_id integer primary key,
    company_id integer not null,
    sha256 varchar not null,
    file varchar not null,
    format varchar not null,
    mapping json not null,                    -- per sheet: header row, roles, marks; enough to read the file again alike
    imported_by varchar not null,
    imported_at timestamp not null default current_timestamp,
    rows_read bigint not null,
    lines bigint not null,
    set_aside bigint not null,
    duplicates bigint not null,
    total_read decimal(18, 2) not null,
    total_loaded decimal(18, 2) not null,
    total_set_aside decimal(18, 2) not null,
    first_date date,
    last_date date,
    undone_at timestamp,
    undone_by varchar
);

create table mapping (
    company_id integer not null,
    fingerprint varchar not null,
    purpose varchar not null check (purpose in ('ledger', 'register')),
    mapping json not null,
    saved_at timestamp not null default current_timestamp,
    saved_by varchar not null,
    primary key (company_id, purpose, fingerprint)
);

create sequence line_sequence start 1;

-- No primary key index: ten million lines are appended and scanned, never looked up one by one in a hot path.
create table line (
    line_id bigint not null default nextval('line_sequence'),
    import_id integer not null,
    company_id integer not null,
    site_id integer,
    sheet varchar,
    row_number integer not null,
    supplier_id integer not null,
    document_number varchar,
    document_type varchar not null,           -- invoice, credit_note, debit_note, fee, self_billed, other
    invoice_date date,
    posting_date date,
    due_date date,
    payment_date date,
    description varchar,
    category varchar,
    category_code varchar,
    cost_centre varchar,
    nature varchar not null,
    nature_reason varchar not null,           -- which rule said so
    net_amount decimal(18, 2) not null,       -- euro; net of VAT where amount_basis says so
    amount_basis varchar not null check (amount_basis in ('net', 'gross')),
    original_amount decimal(18, 4) not null,
    currency varchar not null,
    overlap_key ubigint not null,             -- number + date + amount: with the supplier, finds the same line in another file
    as_read varchar[] not null                -- the row, cell by cell, untouched
);

create table set_aside (
    import_id integer not null,
    sheet varchar,
    row_number integer not null,
    reason varchar not null,
    amount decimal(18, 2) not null,           -- euro; 0.00 where the row has no readable amount
    as_read varchar[] not null
);

create table problem (
    import_id integer not null,
    severity varchar not null check (severity in ('error', 'warning', 'info')),
    code varchar not null,
    message json not null,                    -- a message that can be shown in any language
    sheet varchar,
    row_number integer,
    column_index integer,
    value varchar
);
