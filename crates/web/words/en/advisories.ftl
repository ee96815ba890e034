# Advisories. Their texts are the team's, and stay in the language they were written in.

advisories-title = Advisories
advisories-lead = Every vulnerability that { $project } has published here, the newest first. <a>Subscribe to the feed.</a>
advisories-no-older = There are no older advisories.
advisories-older = Older advisories
advisory-timeline = Timeline
advisory-published = Published
advisory-edition = Edition
advisory-edition-of = { $edition }, of { $at }
advisory-download = Download
advisory-versions = Affected and fixed versions
advisory-line = Release line
advisory-from = Affected from
advisory-fixed = Fixed in
advisory-ended = Lines at their end of life, which get no fixes
advisory-end = End of life
advisory-status = Status
advisory-details = Details
advisory-workaround = Workaround
advisory-weakness = Weakness
advisory-vector = CVSS vector
advisory-thanks = Thanks to
advisory-references = References
