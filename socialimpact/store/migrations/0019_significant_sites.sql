-- Which sites are "significant locations of operation" (GRI 204-1); the sentence that defines them is a setting.

alter table site add column is_significant boolean default false;
