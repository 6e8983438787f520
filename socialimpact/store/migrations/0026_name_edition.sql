-- By which legal forms and words the stored names were last read; another edition reads all anew.
create table name_edition (
    edition varchar not null
);
