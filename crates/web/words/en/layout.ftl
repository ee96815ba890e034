# What every page has. Every other language may leave out what it has no words for yet: English is shown.

# The name of this language in itself, for the choice at the foot of pages.
language-name = English
# How days are written: iso (2026-03-02), medium or long, by the rules of the language.
date-form = iso

page-title = { $title } – { $project } security
page-brand = <b>{ $project }</b> security
page-skip = Skip to content
page-main = Main
page-foot = { $project } security, run with Vulnerary
page-languages = Language
nav-report = Report
nav-track = Track
nav-advisories = Advisories
nav-policy = Policy
nav-feed = Feed
nav-team = Team
rule = Rule: <code>{ $rule }</code>
not-done = Not done.
optional = optional

# Instants. What stands in brackets or below is the project's own clock.
when-utc = { $date } { $time } UTC
when-local = { $date } { $time } in { $zone }
when-in-a-moment = in a moment
when-just-now = just now
when-in-minutes = { $n ->
    [one] in 1 minute
   *[other] in { $n } minutes
}
when-in-hours = { $n ->
    [one] in 1 hour
   *[other] in { $n } hours
}
when-in-days = { $n ->
    [one] in 1 day
   *[other] in { $n } days
}
when-minutes-ago = { $n ->
    [one] 1 minute ago
   *[other] { $n } minutes ago
}
when-hours-ago = { $n ->
    [one] 1 hour ago
   *[other] { $n } hours ago
}
when-days-ago = { $n ->
    [one] 1 day ago
   *[other] { $n } days ago
}
limit-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
limit-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
limit-business-days = { $n ->
    [one] 1 business day
   *[other] { $n } business days
}
limit-week-days = { $n ->
    [one] 1 business day, holidays included
   *[other] { $n } business days, holidays included
}
size-bytes = { $n ->
    [one] 1 byte
   *[other] { $n } bytes
}

severity-none = No impact
severity-low = Low
severity-medium = Medium
severity-high = High
severity-critical = Critical
severity-unset = Not rated

span-moment = a moment
span-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
