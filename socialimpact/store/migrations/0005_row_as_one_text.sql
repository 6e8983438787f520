-- The row as read is one text, its cells parted by the unit separator (see ledger/cells.py): a list of cells takes
-- twice the time to write and the memory of every cell's own header.

alter table line alter column as_read set data type varchar using
    array_to_string(list_transform(as_read, lambda cell: replace(coalesce(cell, ''), chr(31), '␟')), chr(31));

alter table set_aside alter column as_read set data type varchar using
    array_to_string(list_transform(as_read, lambda cell: replace(coalesce(cell, ''), chr(31), '␟')), chr(31));
