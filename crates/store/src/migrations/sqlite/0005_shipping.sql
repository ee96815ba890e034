-- Where units of work are shipped to, and in how many files so far; at most one row.
create table shipping (
    target text primary key,
    files integer not null
) strict;

-- Units that were written and not yet shipped, as JSON. A number is drawn after everything else of its
-- unit was written, so that of two units that touch the same row the later one has the greater.
create table unit_log (
    id integer primary key autoincrement,
    body text not null
) strict;
