-- What the organisation undertakes to buy otherwise: printed beside the figures and marked in the charts.

create table initiative (
    initiative_id integer primary key,
    company_id integer,                       -- null: every company
    name varchar not null,
    begins date not null,
    ends date,                                -- null: it goes on
    responsible varchar,
    story varchar,
    suppliers integer[] not null,
    removed boolean not null default false    -- its row stays, so that a removal can be taken back; the history is in `event`
);
