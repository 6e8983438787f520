-- A target may be about one site or one category, and says when it was set: its path begins at what was measured before.

alter table target add column site_id integer;
alter table target add column category varchar;      -- of the tree: a leaf or a group
alter table target add column made_on date;
