-- Where a supplier may stand in a register by its name: up to five entries, best first. Nothing here counts;
-- a person decides.

create table suggestion (
    supplier_id integer not null,
    place integer not null,                   -- 1: the best
    register_id integer not null,
    snapshot_id integer not null,
    entry_id bigint not null,
    probability double not null,              -- that supplier and entry are one body; between 0 and 1, calibrated
    reasons json not null                     -- a list of messages: what agrees, what does not
);
