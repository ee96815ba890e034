//! The closed list of what may be done. A role file names them; nothing else grants anything.

use serde::{Deserialize, Serialize};

macro_rules! actions {
    ($($name:ident $word:literal $says:literal;)+) => {
        /// Something a person or the system may be allowed to do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Action {
            $(#[doc = $says] $name,)+
        }

        impl Action {
            /// Every action, in order.
            pub const ALL: &[Action] = &[$(Action::$name),+];

            /// As written in role files.
            pub fn word(self) -> &'static str {
                match self { $(Action::$name => $word),+ }
            }

            /// As a sentence.
            pub fn says(self) -> &'static str {
                match self { $(Action::$name => $says),+ }
            }
        }
    };
}

actions! {
    FileReport "file-report" "File a report.";
    ListCases "list-cases" "See the queue.";
    ReadCase "read-case" "Read a case: its report, messages to and from the reporter, state and clocks.";
    ReadNotes "read-notes" "Read the team's own notes, judgements, drafts and the timeline of a case.";
    Answer "answer" "Write to the team as the reporter.";
    Withdraw "withdraw" "Withdraw one's own report.";
    AskReporter "ask-reporter" "Ask the reporter for something that is missing.";
    WriteReporter "write-reporter" "Write to the reporter.";
    WriteNote "write-note" "Write a note that only the team reads.";
    JudgeClaim "judge-claim" "State the facts of a claim and have the threat model judge them.";
    DecideValidity "decide-validity" "Confirm or refuse a report as a vulnerability.";
    TakeCase "take-case" "Accept a case and become or name its handler.";
    SetSeverity "set-severity" "Set the severity.";
    CloseCase "close-case" "Close a case.";
    ProposeEmbargo "propose-embargo" "Propose embargo terms.";
    AcceptEmbargo "accept-embargo" "Accept embargo terms for one's side.";
    ProposeEmbargoEnd "propose-embargo-end" "Ask for an embargo to end early.";
    ConfirmEmbargoEnd "confirm-embargo-end" "Agree, as a second person, that an embargo ends early.";
    InviteParticipant "invite-participant" "Invite vendors, coordinators and recipients to a case, and end their access.";
    WriteParticipant "write-participant" "Write to a participant in their channel.";
    LeaveCase "leave-case" "Decline the terms or leave, as a participant.";
    AllegeFact "allege-fact" "Say that the matter is public, that an exploit is, or that it is attacked.";
    ConfirmFact "confirm-fact" "Confirm or dismiss what was said about the world.";
    HoldEmbargo "hold-embargo" "Keep an embargo for a while in spite of attacks, as one of two people.";
    JoinCases "join-cases" "Join a report to the case it duplicates, or split a case.";
    ReopenCase "reopen-case" "Open a closed report again.";
    Recuse "recuse" "Keep a person, oneself or another, out of a case.";
    LiftRecusal "lift-recusal" "Let a person take part in a case again.";
    AssessLine "assess-line" "State whether a release line is affected.";
    RecordFix "record-fix" "Record the fix of a release line.";
    ReviewFix "review-fix" "Look at a fix as a second person, and say whether it is good.";
    WriteAdvisory "write-advisory" "Write the advisory and ask for its approval.";
    ApproveAdvisory "approve-advisory" "Approve, as a second person, an advisory to the letter.";
    PublishAdvisory "publish-advisory" "Publish an approved advisory.";
    RequestCve "request-cve" "Ask for a CVE id, and record the one that was assigned.";
    WriteCve "write-cve" "Write the record of a CVE id.";
    ApproveCve "approve-cve" "Approve, as a second person, the record of a CVE id to the letter.";
    PublishCve "publish-cve" "Publish an approved CVE record and read it back, or reject a CVE id.";
    SanctionReporter "sanction-reporter" "Sanction a reporter for a rule that was broken, or lift that early.";
    DecideAppeal "decide-appeal" "Answer, as somebody else than who sanctioned, a reporter's appeal.";
    Appeal "appeal" "Appeal against a sanction, as the reporter.";
    Redact "redact" "Erase the content of one event and leave a tombstone.";
    ManagePeople "manage-people" "Invite people, grant and revoke roles.";
    VerifyJournal "verify-journal" "Verify the journal's chains and see event facts without content.";
    ReadLog "read-log" "See who has read which case and when, without titles.";
    BreakGlass "break-glass" "Ask to read a case without a part in it, for 4 hours once a second person agreed.";
    AgreeGlass "agree-glass" "Agree, as a second person, that an auditor reads a case.";
    RecoverPerson "recover-person" "Ask for a link that lets somebody back in, or agree to one as a second person.";
}

impl Action {
    /// Whether it is an action on some case, and so tells that there is one; the others are of the
    /// instance as a whole.
    pub fn of_a_case(self) -> bool {
        !matches!(
            self,
            Action::FileReport
                | Action::ManagePeople
                | Action::VerifyJournal
                | Action::ReadLog
                | Action::RecoverPerson
        )
    }

    /// Whether it changes nothing but the read log.
    pub fn only_reads(self) -> bool {
        matches!(
            self,
            Action::ListCases
                | Action::ReadCase
                | Action::ReadNotes
                | Action::VerifyJournal
                | Action::ReadLog
        )
    }
}
