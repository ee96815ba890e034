-- Where units of work are shipped to, and in how many files so far; at most one row.
create table shipping (
    target text collate "C" primary key,
    files bigint not null
);

-- Units that were written and not yet shipped, as JSON. A number is drawn after everything else of its
-- unit was written, so that of two units that touch the same row the later one has the greater.
create table unit_log (
    id bigint generated always as identity primary key,
    body text not null
);
