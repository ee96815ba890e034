# The front page.

front-title = Security
front-found = Found a security problem in { $project }?
front-lead = Tell us in private. You need no account, you get a receipt at once, and you can follow every step.
front-report = Report a vulnerability
front-track = Track your report
front-promises = What we promise
front-no-promises = The <a>policy</a> says how reports are handled.
front-rights = If we do not keep it
# Stands after the name of a right: "Publication without us, 90 days."
front-right = , { $limit }.
front-policy = Read the whole policy
front-latest = Latest advisories
front-subscribe = Subscribe to the feed and you will hear of the first one.
front-all = All advisories
front-feeds = Feeds
front-atom = Atom feed
front-records = Records for programs (JSON)
feed-title = { $project } advisories
advisories-none = No advisory has been published here yet.
