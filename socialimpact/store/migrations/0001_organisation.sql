-- Who we are: companies, their sites, people and rights, and what the organisation has decided.

create sequence id_sequence start 1;

create table setting (key varchar primary key, value varchar not null);

create table data_version (version bigint not null);
insert into data_version values (0);

create table event (
    event_id bigint not null default nextval('id_sequence'),
    happened_at timestamp not null default current_timestamp,
    who varchar not null,
    what varchar not null,
    subject varchar not null,
    subject_id varchar,
    before json,
    after json
);

create table company (
    company_id integer primary key,
    name varchar not null unique,
    vat_number varchar,
    tax_code varchar,
    country varchar not null default 'IT',
    created_at timestamp not null default current_timestamp
);

create table site (
    site_id integer primary key,
    company_id integer not null,
    name varchar not null,
    municipality_code varchar,
    country varchar not null default 'IT',
    latitude double,
    longitude double,
    is_default boolean not null default false,
    made_by_import integer                    -- a ledger named it and nobody has touched it since; undone with the import
);

create table app_user (
    user_id integer primary key,
    issuer varchar not null,
    subject varchar not null,
    name varchar,
    email varchar,
    unique (issuer, subject)
);

create table role_grant (
    user_id integer not null,
    company_id integer,                       -- null: every company
    role varchar not null check (role in ('viewer', 'editor', 'owner')),
    granted_at timestamp not null default current_timestamp,
    granted_by varchar not null
);

create table scope (
    scope_key varchar primary key,            -- a scope of the organisation's own; the standard ones are data
    name varchar not null,
    kinds varchar[] not null,
    created_at timestamp not null default current_timestamp
);

create table exclusion (
    exclusion_id integer primary key,
    company_id integer,                       -- null: every company
    field varchar not null check (field in ('nature', 'category', 'supplier', 'cost_centre')),
    value varchar not null,
    included boolean not null default false,  -- true: counts as addressable although the default leaves it out
    why varchar not null
);

create table nature_rule (
    nature_rule_id integer primary key,
    company_id integer,
    field varchar not null check (field in ('category', 'supplier', 'description')),
    value varchar not null,
    nature varchar not null,
    why varchar not null
);

create table target (
    target_id integer primary key,
    company_id integer,
    measure varchar not null,
    year integer not null,
    value decimal(18, 4) not null,            -- a share between 0 and 1, or euro
    scope varchar,
    local_rule varchar
);
