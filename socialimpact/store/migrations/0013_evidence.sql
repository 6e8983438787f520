-- What a tag rests on. The rules of evidence hold in the store, too: `registered` is the comparison's alone and needs its
-- register entry, `documented` needs its file, a person's tag is never the comparison's, and each says why.

alter table tag rename to tag_before;

create table tag (
    tag_id integer primary key,
    supplier_id integer not null,
    kind varchar not null,
    valid_from date,                          -- null: always
    valid_to date,                            -- null: still
    evidence varchar not null check (evidence in ('registered', 'documented', 'confirmed', 'declared', 'suspected')),
    register_id integer,
    snapshot_id integer,
    entry_id bigint,
    file_sha256 varchar,
    made_by varchar not null,
    made_at timestamp not null default current_timestamp,
    why varchar not null,
    ended_at timestamp,                       -- a correction ends one tag and begins another
    ended_by varchar,
    ended_why varchar,
    check ((made_by = 'matching') = (evidence in ('registered', 'suspected'))),
    check (evidence <> 'registered' or (register_id is not null and snapshot_id is not null and entry_id is not null)),
    check (evidence <> 'documented' or file_sha256 is not null),
    check (length(trim(why)) > 0)
);

insert into tag by name select * from tag_before;

drop table tag_before;

-- One row a tag that rests on a paper or on the supplier's own word.
create table tag_evidence (
    tag_id integer primary key,
    file_name varchar,                        -- as it is shown and downloaded
    file_format varchar check (file_format in ('pdf', 'png', 'jpeg', 'webp')),
    file_size bigint,
    issued_on date,
    expires_on date,                          -- the tag is valid until then at the latest
    stated_by varchar,                        -- who at the supplier said so
    stated_on date
);

-- What an undone import took with it, so that figures can be shown as they were known while it counted.
create table undone_line as select * from line limit 0;
create table undone_supplier as select *, cast(0 as integer) as import_id from supplier limit 0;
create table undone_supplier_name as select * from supplier_name limit 0;
create table undone_site as select *, cast(0 as integer) as import_id from site limit 0;
create table undone_tag as select *, cast(0 as integer) as import_id from tag limit 0;
-- Lines of other imports that its undoing let count again.
create table let_go_line (line_id bigint not null, import_id integer not null);
