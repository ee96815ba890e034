//! What the program answers to a mail, at most once a day to each sender: never a word of what was
//! written, and of a case no more than its receipt.

use super::file::link_key;
use crate::ports::spool::Answered;
use crate::ports::store::{Job, NewJob};
use crate::{Ctx, Error};
use domain::access::Action;
use domain::intake::Statement;
use domain::words::{CaseId, Digest};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Answer a mail.
pub(crate) const ACK: &str = "mail-answer";

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AckKind {
    /// It is a report, with its receipt.
    Report,
    /// It could not be told whose it is; answer this to show that the address is yours.
    Asked,
    /// A report is taken with the rules accepted, on the pages.
    Rules,
}

/// An answer to a mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Ack {
    /// What is answered.
    pub kind: AckKind,
    /// To whom.
    pub to: String,
    /// To which mail.
    pub mail: Digest,
    /// The case that was made of it.
    pub case: Option<CaseId>,
    /// Its Message-ID.
    pub in_reply_to: Option<String>,
    /// What an answer to the answer carries.
    pub token: Option<String>,
}

/// The job that sends it.
pub(super) fn ack_job(ack: &Ack, now: Timestamp) -> NewJob {
    let key = format!("{ACK}/{}", ack.mail);
    crate::jobs::job(key, ACK, ack, now)
}

/// Hand it to the spool.
pub(crate) async fn work(ctx: &Ctx, job: &Job, ack: Ack) -> Result<(), Error> {
    let (mut receipt, mut token, mut link) = (None, ack.token, None);
    if let Some(id) = &ack.case {
        let case = ctx.open(id, Action::ReadCase).await?.case;
        let says = Statement {
            project: ctx.policy().project.name.clone(),
            report: id.clone(),
            sha256: case.received,
            received_at: case.received_at,
        };
        receipt = Some(ctx.app.receipts.sign(&says.text()).map_err(Error::Outside)?);
        token = case.contact.token.clone();
        if ctx.policy().mail_link {
            link = Some(link_key(ctx, &ack.mail)?);
        }
    }
    let answer = Answered {
        key: job.key.clone(),
        to: ack.to,
        from: crate::jobs::sender(ctx.policy()),
        kind: ack.kind,
        in_reply_to: ack.in_reply_to,
        receipt,
        token,
        link,
        at: job.run_at,
    };
    ctx.app.spool.answer(&answer).await.map_err(crate::jobs::unsent)
}
