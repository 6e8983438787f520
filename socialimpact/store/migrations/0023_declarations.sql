-- What a supplier declared of itself for a year: its revenue, the people it employs. Never overwritten: a correction ends
-- one and begins another. The keys and their units are those of data/declared_outcomes.yml.

create table declaration (
    declaration_id integer primary key,
    supplier_id integer not null,
    outcome varchar not null,
    year integer not null,
    value decimal(18, 2) not null,
    unit varchar not null,                    -- euro, people, hours
    source varchar not null,                  -- where it stands: accounts, social report, a mail
    stated_by varchar,
    stated_on date,
    made_by varchar not null,
    made_at timestamp not null default current_timestamp,
    ended_at timestamp,
    ended_by varchar,
    ended_why varchar
);
