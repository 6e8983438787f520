-- What is bought, in two levels (data/categories.yml), beside the ledger's own word for it.

-- A decision by hand. One at a time stands for a company, field and value; a later one ends it.
create table category_rule (
    category_rule_id integer primary key,
    company_id integer,                       -- null: every company
    field varchar not null check (field in ('category', 'supplier', 'description')),
    value varchar not null,                   -- a category or description as the ledger writes it, or a supplier's id
    leaf varchar,                             -- a key of data/categories.yml; null: to be left unclassified
    why varchar not null,
    made_by varchar not null,
    made_at timestamp not null default current_timestamp,
    ended_at timestamp,
    ended_by varchar,
    ended_why varchar
);

-- What the words of descriptions and suppliers' names were found to say, so that each text is read once.
create table category_text (
    text_key ubigint not null,                -- hash of the field and the text
    leaf varchar,
    confidence float
);

-- By which words, codes and confidences the figures were last put into categories; another edition reads all anew.
create table category_edition (
    edition varchar not null
);

alter table spend rename column category to ledger_category;
alter table spend add column category varchar;            -- the leaf; null: unclassified
alter table spend add column category_group varchar;
alter table spend add column category_basis varchar;      -- how it is known: rule, code, name, description, supplier, supplier_name
alter table spend add column category_confidence float;   -- between 0 and 1
