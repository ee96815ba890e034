# The form of a report, what is wrong with one, and its receipt.

report-heading = Report a vulnerability in { $project }
report-lead = Only the security team reads what you send. You need no account; what you get instead is a secret that opens your report again.
report-wrong = Nothing was sent yet
report-asked = Something that would help is not there
report-asked-says = Add what you can, or send it anyway with the button below: it is taken as it is, and you are not asked again. Nothing was sent yet; files have to be chosen once more.
report-checked = Nothing was sent. <a>See what the clauses say of your answers</a>, then send your report below.
report-later = { $n ->
    [one] So many reports came from your address that this one was not taken. Send it again in 1 minute
   *[other] So many reports came from your address that this one was not taken. Send it again in { $n } minutes
}
report-pause = <b>{ $from } to { $to }:</b> { $says } Your report is taken all the same; what we promise is then counted from the end of this pause.
report-promise = { $title } within { $limit }
report-promises = We promise: { $list }. How this is counted is written in the <a>policy</a>.
report-rules-conduct = Before you write
report-rules-sanction = If you break a rule
report-rules-eligibility = What a report needs for the bounty
report-rules-version = These are the rules of version { $version } of the policy.
report-leads-to = Can lead to { $rules }.
report-counts = What counts
report-counts-says = These clauses of the <a>policy</a> decide; each leads to its text, its examples and earlier cases.

report-title = Title
report-title-says = What is wrong, in one line.
report-version = Versions
report-version-says = In which version did you see it? Name every version and platform that you tried.
report-body = What happens
report-body-says = How to see it happen, step by step, and what it costs whom. Plain text; code is welcome.
report-file-does = A file does as well.
report-credit = Name to thank
report-credit-says = As it should stand in the advisory. Leave it empty to stay unnamed.
report-embargo = Keeping it between us
# $local is empty, or the same instant on the project's clock in brackets.
report-embargo-says = { $days ->
    [one] We propose that neither side speaks of it in public for <b>1 day</b> from now. Sent now, that is until { $ends }{ $local }. Either side may propose another end later.
   *[other] We propose that neither side speaks of it in public for <b>{ $days } days</b> from now. Sent now, that is until { $ends }{ $local }. Either side may propose another end later.
}
report-accept = I accept this embargo
report-accept-says = If you do not accept, your report is received all the same and the end stays open between us.
report-rules = The rules
report-rules-read = I have read the <a>rules</a> above and keep to them
report-rules-required = The policy asks for this.
report-rules-open = If you leave this open, your report is received all the same.
report-rules-kept = Which rules you accepted, and in which version of the policy, is kept with your report.
report-files-says = What shows it: a script, a capture, a crash. { $limits } If something above is missing, choose them again.
report-send = Send report
report-send-anyway = Send it anyway
files = Files
files-limits = Up to { $n }, of at most { $size } each. They are kept sealed, and nobody opens or runs them here.

draft-kept = A draft of this is kept in this browser, and nowhere else, until you send it.
draft-brought = This is the draft that was kept in this browser. Nothing of it was sent.
draft-forgotten = The draft is forgotten. What stands here now is kept no more.
draft-forget = Forget it

wrong-title = Say in one line what is wrong.
wrong-body = Say how to see it happen, and what it costs whom.
wrong-version = Say in which version you saw it.
wrong-long = { $n ->
    [one] At most 1 character.
   *[other] At most { $n } characters.
}
wrong-rules = A report is taken with the rules accepted: { $rules }.
wrong-field = { $title } is not there ({ $says }).
wrong-field-or-file = { $title } is not there ({ $says }); a file does as well.
wrong-key = This idempotency key was used for another request.
wrong-files-many = { $n ->
    [one] At most 1 file may come at once.
   *[other] At most { $n } files may come at once.
}
wrong-file-large = A file has at most { $size }.
wrong-files-large = The files of a case have at most { $size } together.

# The private check of a claim.
check-title = Check it yourself
check-optional = optional, and private
check-says = The policy is decided by these questions. Answer those you know and see what its clauses say; your answers also speed up ours. Nothing is kept before you send the report.
check-button = Check before sending
check-failed = This could not be checked just now. What you typed is still here.
yes = Yes
no = No
never = Never
unknown = Not known
judging-title = What the policy says of your answers
judging-not-sent = Not sent
judging-wrong = Not understood, and not counted:
judging-people = People decide, not this page. You can send your report whatever it says: an answer such as “not a vulnerability” only names the clauses that the team would look at first.
judging-answer = Answer the questions
judging-open = { $n ->
    [0] none is open
    [one] 1 is open
   *[other] { $n } are open
}
judging-settled = No answer can change the verdict now, unless one below is revised.
judging-more = More that may matter
judging-answered = Answered
judging-rest = Of no consequence as things stand
judging-undecided = { $n ->
    [one] Undecided: one answer is missing.
   *[other] Undecided: { $n } answers can still change it.
}
fact-needed = Still needed
fact-other = Another answer
fact-other-blank = Or another answer, with “” chosen above
verdict-vulnerability = a vulnerability
verdict-docs-fix-vulnerability = a vulnerability that documentation may fix
verdict-hardening = not a vulnerability, but worth hardening in private
verdict-normal-bug = not a vulnerability; at most a normal bug
verdict-redirect = somebody else's to handle
verdict-needs-more-info = undecided: facts are missing
verdict-answers-missing = { $n ->
    [one] one answer is missing
   *[other] { $n } answers are missing
}
verdict-open-one = Undecided: { $clause } may still decide; { $answers }.
verdict-open = { $n ->
    [one] Undecided: 1 clause may still decide; { $answers }.
   *[other] Undecided: { $n } clauses may still decide; { $answers }.
}
verdict-cve = A CVE id is asked for
verdict-no-cve = No CVE id
verdict-bounty = A bounty can be paid
verdict-no-bounty = No bounty
verdict-disagree = Clauses disagree
verdict-decisions = Decisions:
verdict-cited = The cited clauses
verdict-may-decide = Clauses that may still decide
verdict-facts = Facts it rests on
verdict-near = Decided cases near it
precedent-shares = shares { $facts }
precedent-departs = decided otherwise than the clauses say today
precedent-reversed = Reversed by
clauses-vulnerability = What is a vulnerability
clauses-non-vulnerability = What is not a vulnerability
clauses-trusted = What is trusted
clauses-untrusted = What is not trusted
clauses-criterion = Criteria
clauses-scope = What the policy covers
clauses-procedure = What is done
clauses-rationale = Reasons

# The receipt, which is shown once.
receipt-title = Your report is here
receipt-lead = It is stored, and the clocks of the policy are running since { $at }.
receipt-keep = Keep this secret now: it is shown once
receipt-keep-says = It is the only way back to your report. We keep no copy, and nobody can send it to you again.
secret = Tracking secret
receipt-copy = Click into the field, select all, copy, and save it where you keep passwords.
receipt-saved = I have saved it; open my report
receipt = Receipt
receipt-report = Report
receipt-received = Received
receipt-signed = Signed receipt
receipt-signed-says = Proof that we received your report, and when. It holds no word of it. Save it as <code>{ $file }</code>; anybody can check it, without us, with the key at <a>{ $address }</a>:
receipt-exactly = What was received, to the byte
receipt-digest-of = The digest is of this text
receipt-print = The digest covers exactly what was received. You may print this page.
