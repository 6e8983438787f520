-- What people answered to "may this supplier be that entry?". Append-only: an answer that is taken back is ended.
-- Supplier and entry are told by what stays the same when a ledger or a register's list comes anew, not by ids alone.

create table review_answer (
    answer_id integer primary key,
    given integer not null,                   -- answers given with one press; taken back together
    answer varchar not null check (answer in ('yes', 'no', 'none', 'later')),
    supplier_id integer not null,             -- at that time; an undone import's suppliers get new ids when it returns
    supplier varchar not null,
    name_keys varchar[] not null,             -- of all its spellings
    vat_number varchar,
    tax_code varchar,
    municipality_code varchar,
    province varchar,
    entry_id bigint not null,
    register_key varchar not null,
    entry varchar not null,                   -- the name in the register
    entry_tax_code varchar,
    entry_vat_number varchar,
    entry_key varchar not null,               -- with the place, tells an entry without identifiers
    entry_place varchar,
    kind varchar not null,
    probability double,
    why varchar not null,
    answered_by varchar not null,
    answered_at timestamp not null default current_timestamp,
    ended_at timestamp,
    ended_by varchar,
    ended_why varchar
);

-- The tags that an answer began, and the suspected ones that it ended and that come back with it.
create table review_tag (
    answer_id integer not null,
    tag_id integer not null,
    begun boolean not null
);
