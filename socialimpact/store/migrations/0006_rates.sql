-- Exchange rates as the European Central Bank publishes them, what was converted with them, and what waits for them.

create table rate_file (
    rate_file_id integer primary key,
    sha256 varchar not null,
    file varchar not null,
    first_date date not null,
    last_date date not null,
    currencies integer not null,
    rates bigint not null,
    added_by varchar not null,
    added_at timestamp not null default current_timestamp
);

-- One rate a currency and day: units of the currency for one euro. A later file says better than an earlier one.
create table exchange_rate (
    currency varchar not null,
    date date not null,
    rate decimal(18, 8) not null,
    rate_file_id integer not null
);

-- One row a line that was not in euro: by which rate it came to its euro. Lines in euro have none.
create table conversion (
    import_id integer not null,
    sheet varchar,
    row_number integer not null,
    rate decimal(18, 8) not null,
    rate_date date,                           -- the day of a published rate
    source varchar not null check (source in ('row', 'stated', 'published'))
);

-- Of rows that wait for a rate: what they are worth in their own currency, and when. They are in no total.
alter table set_aside add column original_amount decimal(18, 4);
alter table set_aside add column currency varchar;
alter table set_aside add column date date;
