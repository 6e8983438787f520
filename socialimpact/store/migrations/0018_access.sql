-- To take data away as files is a right of its own; and people can be let in by their address before they first come.

alter table role_grant add column downloads boolean default true;

create table invitation (
    email varchar not null,                   -- in lower case
    company_id integer,                       -- null: every company
    role varchar not null check (role in ('viewer', 'editor', 'owner')),
    downloads boolean not null,
    invited_at timestamp not null default current_timestamp,
    invited_by varchar not null
);
