-- Views of the dashboards that people keep by name: a selection as its link says it.

create table saved_view (
    view_id integer primary key,
    name varchar not null,
    query json not null,                      -- the parameters of the link, lists of texts by key
    owner varchar not null,                   -- who made it
    for_everybody boolean not null default false,
    made_at timestamp not null default current_timestamp
);
