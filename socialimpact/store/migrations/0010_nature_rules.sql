-- What people decide about the nature of lines. A line keeps what its import found; the nature that counts is worked out
-- where `spend` is built, from the decisions that stand then. Nothing is ever overwritten: a decision is ended.

create table nature_rule_before as select * from nature_rule;

drop table nature_rule;

create table nature_rule (
    nature_rule_id integer primary key,
    company_id integer,                       -- null: every company
    -- A line must meet all the conditions that are given.
    supplier_id integer,                      -- the supplier, or one that was joined to it
    category varchar,                         -- as the ledger writes it, capitals and accents aside; '': no category
    words varchar,                            -- in the description, next to one another; folded
    found varchar,                            -- the nature that the import found
    -- Or it is about one line: of a file, so that it holds when the same file is imported anew.
    sha256 varchar,
    sheet varchar,
    row_number integer,
    overlap_key ubigint,
    nature varchar not null,
    why varchar not null,
    made_by varchar not null,
    made_at timestamp not null default current_timestamp,
    ended_by varchar,
    ended_at timestamp,
    ended_why varchar
);

insert into nature_rule (nature_rule_id, company_id, supplier_id, category, words, nature, why, made_by)
select
    row_number() over (order by before.nature_rule_id),
    before.company_id,
    supplier.supplier_id,
    case when before.field = 'category' then before.value end,
    case when before.field = 'description'
        then trim(regexp_replace(lower(strip_accents(before.value)), '[^a-z0-9]+', ' ', 'g')) end,
    before.nature,
    before.why,
    'update'
from nature_rule_before as before
left join supplier on before.field = 'supplier' and lower(supplier.name) = lower(before.value)
where before.field <> 'supplier' or supplier.supplier_id is not null;

drop table nature_rule_before;

-- How the nature of a line is known: what its import found (see ledger/natures.py), `own_company`, or `decided:` and the
-- number of the rule.
alter table spend add column nature_reason varchar;

update spend set nature_reason = line.nature_reason from line where line.line_id = spend.line_id;
