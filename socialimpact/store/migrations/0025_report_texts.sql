-- The yearly report as people make it their own: texts that stand in the place of the proposed ones, the sections that
-- are left out, and how documents are dressed.

create table report_text (
    year integer not null,
    companies varchar not null,               -- their numbers, ascending, with commas between; empty: the whole organisation
    language varchar not null,
    text_key varchar not null,
    body varchar not null,
    proposal varchar not null,                -- what the data proposed when it was written
    figures varchar not null,                 -- JSON: the numbers in it and the figures of the report that they were then
    made_by varchar not null,
    made_at timestamp not null
);

create table report_sections (
    year integer not null,
    companies varchar not null,               -- as above
    hidden varchar[] not null
);

create table document_look (
    accent varchar not null,                  -- #rrggbb
    second varchar not null,
    logo varchar not null                     -- PNG, base64; empty without one
);
