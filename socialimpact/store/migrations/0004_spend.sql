-- The one table behind every figure, one row a line. Rebuilt whole by figures/spend.py after any change.

create table spend (
    line_id bigint not null,
    import_id integer not null,
    company_id integer not null,
    company varchar not null,
    site_id integer,
    site varchar,
    supplier_id integer not null,
    supplier varchar not null,
    identified boolean not null,              -- the supplier has a valid identifier
    date date,                                -- accrual: invoice date, else posting, payment, due date
    year integer,
    quarter varchar,                          -- 2025-Q1
    month varchar,                            -- 2025-01
    document_type varchar not null,
    category varchar,
    cost_centre varchar,
    nature varchar not null,
    addressable boolean not null,             -- nature purchase, less the organisation's exclusions
    exclusion_id integer,                     -- the exclusion that leaves the line out, where its nature would not
    net_amount decimal(18, 2) not null,
    kind varchar,                             -- primary kind on the line's date; null: none known
    evidence varchar,                         -- how that kind is known
    tag_id integer,
    country varchar,
    region varchar,
    province varchar,
    municipality varchar,
    municipality_code varchar,
    same_municipality boolean,                -- null: unknown
    same_province boolean,
    same_region boolean,
    distance_km double,
    days_to_pay integer,
    supplier_is_new boolean not null,         -- the line's year is the supplier's first, and not the ledger's first
    supplier_is_lost boolean not null,        -- the line's year is the supplier's last, and not the ledger's last
    supplier_screened boolean not null
);
