//! The announcement of an advisory as plain text, for mail lists and notices.

use crate::{Context, prose};
use domain::advisory::Advisory;
use domain::embargo::Public;
use domain::policy::Countdown;
use jiff::Timestamp;
use std::fmt::Write;

/// The subject: project, id, title and severity, on one line.
pub fn subject(advisory: &Public<Advisory>, context: &Context<'_>) -> String {
    let advisory = advisory.get();
    let line = format!(
        "[{}] {}: {} ({})",
        context.policy.project.name,
        advisory.id,
        advisory.draft.title,
        advisory.severity.word()
    );
    prose::one_line(&line)
}

/// The body.
pub fn body(advisory: &Public<Advisory>, context: &Context<'_>) -> String {
    let advisory = advisory.get();
    let draft = &advisory.draft;
    let mut out = String::new();
    let mut say = |text: &str| {
        out.push_str(text);
        out.push_str("\n\n");
    };
    say(&prose::one_line(&draft.title));
    say(&key_facts(advisory, context));
    say(&affected(advisory));
    say(prose::clean(&draft.details).trim());
    let workaround = prose::clean(&draft.workaround);
    if !workaround.trim().is_empty() {
        say(&format!("Workaround:\n\n{}", workaround.trim()));
    }
    if !draft.credits.is_empty() {
        let names: Vec<String> =
            draft.credits.iter().map(|credit| prose::one_line(&credit.name)).collect();
        say(&format!("Thanks to {}.", names.join(", ")));
    }
    let links = draft.references.iter().map(|link| link.url.clone());
    let links: Vec<String> = std::iter::once(context.page(advisory)).chain(links).collect();
    say(&links.join("\n"));
    out.trim_end().to_owned() + "\n"
}

fn key_facts(advisory: &Advisory, context: &Context<'_>) -> String {
    let mut out = format!(
        "Project:  {}\nAdvisory: {}, edition {}\n",
        prose::one_line(&context.policy.project.name),
        prose::one_line(&advisory.id),
        advisory.edition
    );
    if !advisory.draft.cve.is_empty() {
        out += &format!("CVE:      {}\n", advisory.draft.cve.join(", "));
    }
    out += &format!("Severity: {}", advisory.severity.word());
    if let Some(vector) = &advisory.vector {
        out += &format!(" ({})", prose::one_line(vector));
    }
    out
}

fn affected(advisory: &Advisory) -> String {
    let mut out = "Affected versions:".to_owned();
    for line in &advisory.lines {
        let [line, introduced, fixed] =
            [&line.line, &line.introduced, &line.fixed].map(|text| prose::one_line(text));
        write!(out, "\n  {line}: from {introduced}, fixed in {fixed}")
            .expect("writing to a string succeeds");
    }
    for says in prose::ended(advisory, prose::one_line) {
        write!(out, "\n  {says}").expect("writing to a string succeeds");
    }
    out
}

/// `in 3 days`; less than a day counts as one.
fn distance(ends_at: Timestamp, at: Timestamp) -> Option<String> {
    let hours = ends_at.duration_since(at).as_hours();
    let days = (hours.max(0) + 23) / 24;
    match days {
        _ if ends_at <= at => None,
        0 | 1 => Some("within a day".to_owned()),
        days => Some(format!("in {days} days")),
    }
}

/// The subject of a reminder to the team that a line ends.
pub fn reminder_subject(about: &Countdown, at: Timestamp, context: &Context<'_>) -> String {
    let when =
        distance(about.ends_at, at).map_or("has ended".to_owned(), |when| format!("ends {when}"));
    let line = format!("[{}] {} {when}", context.policy.project.name, about.title);
    prose::one_line(&line)
}

/// The body of that reminder.
pub fn reminder_body(about: &Countdown, at: Timestamp, context: &Context<'_>) -> String {
    let title = prose::one_line(&about.title);
    let says = match distance(about.ends_at, at) {
        Some(when) => format!("The release line {title} ends {when}, at {}.", about.ends_at),
        None => format!("The release line {title} ended at {}.", about.ends_at),
    };
    let rule = context.policy.lines.rules.says();
    format!(
        "{says}\n\n{rule}\n\nFrom then on it gets no fixes, and in every case of which nothing else is \
         stated it is assumed to be affected. Cases under embargo that target it are marked in the \
         queue; \"vulnerary lines --data\" with the data folder lists them.\n\nA change of its end date is \
         to be announced at least {} days before it takes effect.\n",
        context.policy.lines.rules.change_notice_days
    )
}

/// The subject of a warning that somebody guesses.
pub fn warning_subject(context: &Context<'_>) -> String {
    prose::one_line(&format!("[{}] Guesses at ids or log-ins", context.policy.project.name))
}

/// The body of that warning.
pub fn warning_body(guesses: u64, at: Timestamp) -> String {
    format!(
        "Somebody guesses at ids, secrets or log-ins: {guesses} that were wrong since the last warning, \
         or since the server started. This is as of {at}.\n\nWhoever guesses too often from one \
         address, or with one credential, is no longer looked up and hears what everybody hears of \
         what is not there. No address is kept, so none can be named; the proxy in front of the \
         server may know more. \"vulnerary_probes_total\" among the metrics counts on.\n"
    )
}

/// A notice that a timer of a case went off.
pub struct Notice<'a> {
    /// Which case, for people of the team.
    pub case: Option<&'a str>,
    /// Whether it is about the queue, for people of the team.
    pub desk: bool,
    /// What about, in a title of the policy.
    pub about: &'a str,
    /// What it is, in a sentence.
    pub says: &'a str,
    /// When it was due.
    pub due_at: Timestamp,
    /// When it is given.
    pub at: Timestamp,
}

impl Notice<'_> {
    /// The subject of its mail.
    pub fn subject(&self, context: &Context<'_>) -> String {
        let case = self.case.map(|case| format!(" {case}")).unwrap_or_default();
        prose::one_line(&format!("[{}]{case} {}", context.policy.project.name, self.about))
    }

    /// Its body: what, when, and where to look.
    pub fn body(&self, context: &Context<'_>) -> String {
        let (about, says) = (prose::one_line(self.about), prose::one_line(self.says));
        let late = self.at.duration_since(self.due_at).as_mins();
        let late = if late > 0 {
            format!(" This was noticed {late} minutes later.")
        } else {
            String::new()
        };
        let place = match self.case {
            Some(case) => format!("{}/cases/{case}", context.site),
            None if self.desk => format!("{}/queue", context.site),
            None => "Open the page that your secret opens to see more.".to_owned(),
        };
        format!("{about}: {says}\n\nDue at {}.{late}\n\n{place}\n", self.due_at)
    }
}

/// What is answered to a mail.
pub enum Answer<'a> {
    /// That it is a report: its receipt, and perhaps a link that opens its page once.
    Report {
        /// The signed receipt.
        receipt: &'a str,
        /// The whole link.
        link: Option<&'a str>,
    },
    /// That nobody can tell whose it is.
    Asked,
    /// That reports are taken on the pages, with the rules accepted.
    Rules,
}

/// What the policy asks of a report, for somebody who could not see the form.
fn asks(context: &Context<'_>) -> String {
    let wanted = context.policy.handling.fields.iter().filter(|field| field.wanted);
    let lines: String =
        wanted.map(|field| format!("- {}: {}\n", field.title, field.says.trim())).collect();
    if lines.is_empty() {
        return lines;
    }
    let lines = format!("- The version that you saw it in.\n{lines}");
    format!(
        "What helps us most, if your mail does not say it already; answer this mail with it, or do \
         not, your report is taken either way:\n\n{lines}\n"
    )
}

impl Answer<'_> {
    /// Its subject: never the one of the mail, which may say what is secret.
    pub fn subject(&self, context: &Context<'_>) -> String {
        let about = match self {
            Answer::Report { .. } => "Your report was received",
            Answer::Asked | Answer::Rules => "Your mail was received",
        };
        prose::one_line(&format!("[{}] {about}", context.policy.project.name))
    }

    /// Its body, without a word of what was written.
    pub fn body(&self, context: &Context<'_>) -> String {
        let site = context.site;
        match self {
            Answer::Report { receipt, link } => {
                let open = match link {
                    Some(link) => format!(
                        "Open this link to see your report and what the team writes to you. It \
                         works once, within 14 days; keep the secret that it shows you. If somebody \
                         has used it before you, write to us:\n\n{link}\n"
                    ),
                    None => format!(
                        "This project sends no link by mail, so what the team writes is not \
                         readable through this channel alone. A report at {site}/report has a page \
                         of its own.\n"
                    ),
                };
                let asks = asks(context);
                format!(
                    "Your report was received. This is its receipt, signed; {site}/receipts/keys \
                     has the key to check it with.\n\n{}\n\n{asks}{open}\nAn answer to this mail, from \
                     the same address, reaches the team as a message about this report. This mail \
                     was written by a program; it answers you once a day at most.\n",
                    receipt.trim_end()
                )
            }
            Answer::Asked => format!(
                "Your mail was received, and a person will look at it. It was not put into any \
                 report, because a program cannot tell for certain whose it is.\n\nIf you sent it, \
                 answer this mail from the same address, whatever you write: that shows the team \
                 that the address is yours. If you have a report here, its page at {site}/track is \
                 the surest way to add to it. If you sent nothing, do nothing.\n"
            ),
            Answer::Rules => format!(
                "Your mail was received, and a person will look at it. This project takes a report \
                 when its rules are accepted, and a mail cannot say that: please file it at \
                 {site}/report, where the rules are and where you get a receipt.\n"
            ),
        }
    }
}
