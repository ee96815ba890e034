//! Mail that comes in: S19, S20 without OpenPGP, and what else strangers send.

use crate::place::everywhere;
use crate::told::done;
use app::mail::{AckKind, Received, receive, waiting};
use app::ports::post::Envelope;
use app::ports::store::MailState;
use app::{Ctx, Error};
use domain::access::Actor;
use domain::case::Case;
use domain::words::{CaseId, Secret};
use serde_json::json;
use testkit::World;

/// A mail as it comes from a mail server.
pub(crate) struct Mail {
    pub(crate) head: Vec<(&'static str, String)>,
    pub(crate) body: String,
    pub(crate) to: String,
    pub(crate) from: String,
}

/// From this person, with words of their own.
pub(crate) fn mail(from: &str, id: &str, subject: &str, body: &str) -> Mail {
    let head = vec![
        ("From", from.to_owned()),
        ("To", "security@acme.example".to_owned()),
        ("Subject", subject.to_owned()),
        ("Message-ID", format!("<{id}@example.org>")),
    ];
    let (body, to) = (body.to_owned(), "security@acme.example".to_owned());
    Mail { head, body, to, from: from.to_owned() }
}

impl Mail {
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.head.insert(0, (name, value.to_owned()));
        self
    }

    /// To the address of this token.
    pub(crate) fn answering(self, token: &str) -> Self {
        Self { to: format!("security+{token}@acme.example"), ..self }
    }

    pub(crate) fn text(&self) -> String {
        let head = self.head.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        format!("{}\r\n{}\r\n", head.collect::<String>(), self.body)
    }

    pub(crate) async fn comes(&self, world: &World) -> Result<Received, Error> {
        let ctx = Ctx::new(&world.app, Actor::Anonymous, world.now);
        let envelope =
            Envelope { null_sender: self.from.is_empty(), recipients: vec![self.to.clone()] };
        receive(&ctx, self.text().as_bytes(), &envelope).await
    }
}

pub(crate) async fn case(world: &World, id: &CaseId) -> Case {
    let ctx = Ctx::new(&world.app, Actor::System, world.now);
    ctx.open(id, domain::access::Action::ReadCase).await.expect("it is there").case
}

async fn filed(world: &World, mail: &Mail) -> CaseId {
    match mail.comes(world).await {
        Ok(Received::Filed(id)) => id,
        other => panic!("it is no report: {other:?}"),
    }
}

async fn waits(world: &World) -> usize {
    world.truth().mails(MailState::Waiting, 100).await.expect("it reads").len()
}

/// Whatever is said by mail, and never to be found in one that we send.
const SECRET: &str = "heapofsecretwords";

fn nothing_leaks(world: &World) {
    let all = format!("{:?}{:?}", world.spool.told(), world.spool.answered());
    assert!(!all.contains(SECRET), "a word of the case is in a mail");
}

async fn report_by_mail(world: World) {
    let one = mail("Ana <ana@example.org>", "1", &format!("two headers {SECRET}"), SECRET);
    let id = filed(&world, &one).await;
    assert_eq!(one.comes(&world).await, Ok(Received::Again), "one delivery or two, one report");
    let case = case(&world, &id).await;
    assert_eq!((case.door.as_str(), case.title()), ("mail", &*format!("two headers {SECRET}")));
    assert_eq!(case.contact.address.as_deref(), Some("ana@example.org"));
    world.drain().await.expect("jobs run");
    let answers = world.spool.answered();
    assert_eq!(answers.len(), 1);
    assert_eq!((answers[0].kind, answers[0].to.as_str()), (AckKind::Report, "ana@example.org"));
    assert_eq!(answers[0].in_reply_to.as_deref(), Some("<1@example.org>"));
    assert!(answers[0].receipt.as_deref().is_some_and(|text| text.contains(id.as_str())));
    assert_eq!(answers[0].link, None, "the policy allows none");
    nothing_leaks(&world);
    // The team writes: the reporter hears that there is something, and answers.
    done(&world, "triager", "case ask", &id, json!({ "body": format!("which? {SECRET}") })).await;
    world.drain().await.expect("jobs run");
    let told = world.spool.told();
    let told = told.iter().find(|told| told.to == "ana@example.org").expect("they are told");
    assert_eq!(told.case, None, "and not of which case");
    let token = told.token.clone().expect("an answer finds the case");
    let answer = mail("ana@example.org", "2", "Re: Your report", "3.4.1").answering(&token);
    assert_eq!(answer.comes(&world).await, Ok(Received::Threaded(id.clone())));
    let after = self::case(&world, &id).await;
    let last = after.messages.last().expect("a message");
    assert_eq!(last.body.as_deref(), Some("3.4.1"));
    let badges = last.mail.clone().expect("it came by mail").badges();
    assert!(badges.contains(&(false, "sender not verified".to_owned())), "{badges:?}");
    assert_eq!(after.report, domain::case::ReportState::Received, "it supplied what was asked for");
    nothing_leaks(&world);
}

#[tokio::test]
async fn a_report_by_mail_is_a_report_and_its_reporter_is_told_without_a_word_of_it() {
    println!("{}", everywhere(report_by_mail).await);
}

async fn impostors(world: World) {
    let id = filed(&world, &mail("ana@example.org", "1", "two headers", "Send two.")).await;
    let token = case(&world, &id).await.contact.token.expect("a token");
    let before = case(&world, &id).await.version;
    // A token and another sender; the sender and a token that nobody gave; the sender, whom DMARC denies.
    let other = mail("eve@evil.example", "2", "Re: Your report", SECRET).answering(&token);
    assert_eq!(other.comes(&world).await, Ok(Received::Waits));
    let wrong = mail("ana@example.org", "3", "Re: Your report", SECRET).answering(&"0".repeat(40));
    assert!(matches!(wrong.comes(&world).await, Ok(Received::Filed(_))), "a report of its own");
    let denied = mail("ana@example.org", "4", "Re: Your report", SECRET)
        .with("Authentication-Results", "mx.acme.example; dkim=fail; dmarc=fail")
        .answering(&token);
    assert_eq!(denied.comes(&world).await, Ok(Received::Waits));
    let answer = mail("ana@example.org", "5", "Re: Your report", SECRET)
        .with("In-Reply-To", "<0123456789ab@acme.example>");
    assert_eq!(answer.comes(&world).await, Ok(Received::Waits), "without its token");
    assert_eq!(case(&world, &id).await.version, before, "nothing of it is in the case");
    assert_eq!(waits(&world).await, 3);
    // Whoever has the address can show it.
    world.drain().await.expect("jobs run");
    let asked = world.spool.answered();
    let asked = asked.iter().find(|answer| answer.to == "eve@evil.example").expect("a question");
    assert_eq!((asked.kind, asked.receipt.is_none()), (AckKind::Asked, true));
    let challenge = asked.token.clone().expect("a token");
    let stranger = mail("eve@other.example", "6", "yes", "It was me.").answering(&challenge);
    assert!(matches!(stranger.comes(&world).await, Ok(Received::Filed(_))));
    let shown = mail("eve@evil.example", "7", "yes", "It was me.").answering(&challenge);
    assert_eq!(shown.comes(&world).await, Ok(Received::Confirmed));
    nothing_leaks(&world);
    // Those who decide about reports look, and nobody else.
    let ctx = |login: &str| Ctx::new(&world.app, world.actor(login), world.now);
    let seen = waiting(&ctx("triager")).await.expect("a triager looks");
    assert_eq!(seen.iter().filter(|(row, _)| row.confirmed_at.is_some()).count(), 1);
    for login in ["admin", "auditor", "fixer"] {
        assert!(waiting(&ctx(login)).await.is_err(), "{login}");
    }
    let made = app::mail::file_waiting(&ctx("triager"), &seen[0].0.id).await.expect("a report");
    assert!(case(&world, &made).await.contact.address.is_none(), "nobody is told by that");
    app::mail::put_aside(&ctx("triager"), &seen[1].0.id).await.expect("aside");
    assert_eq!(waits(&world).await, 1);
    let row = world.truth().mail(&seen[1].0.id).await.expect("it reads").expect("it is there");
    assert_eq!((row.says.as_str(), row.raw.as_str()), ("", ""), "nothing of it is kept");
}

#[tokio::test]
async fn s20_whoever_is_not_the_reporter_gets_nothing_into_the_case() {
    println!("{}", everywhere(impostors).await);
}

async fn staff(world: World) {
    let id = filed(&world, &mail("ana@example.org", "1", "two headers", "Send two.")).await;
    let before = case(&world, &id).await.version;
    let token = case(&world, &id).await.contact.token.expect("a token");
    let policy = std::sync::Arc::clone(&world.app.policy);
    let rotas = policy.rotas.iter().flat_map(|rota| rota.to.iter().cloned());
    let ours: Vec<String> = rotas.chain(["security@acme.example".to_owned()]).collect();
    for (n, address) in ours.iter().enumerate() {
        let asks = mail(&format!("Lead <{address}>"), &format!("s{n}"), "PoC?", "Send me the PoC.")
            .with("Authentication-Results", "mx.acme.example; dkim=fail; dmarc=fail")
            .answering(&token);
        match asks.comes(&world).await {
            Err(Error::Refused(refusal)) => {
                assert!(refusal.says.contains("nothing is done by mail"));
            }
            other => panic!("{address}: {other:?}"),
        }
    }
    assert_eq!(case(&world, &id).await.version, before);
    world.drain().await.expect("jobs run");
    assert!(world.spool.answered().iter().all(|answer| !ours.contains(&answer.to)));
}

#[tokio::test]
async fn s20_a_mail_in_the_name_of_the_team_is_never_an_action() {
    println!("{}", everywhere(staff).await);
}

fn bounced(recipient: &str, status: &str) -> Mail {
    let body = format!(
        "--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: \
         message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.org\r\n\r\n\
         Final-Recipient: rfc822; {recipient}\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b--\r\n"
    );
    let kind = "multipart/report; report-type=delivery-status; boundary=b";
    let mail =
        mail("MAILER-DAEMON@mx.example.org", &format!("b{status}{recipient}"), "failed", &body);
    Mail { from: String::new(), ..mail.with("Content-Type", kind).with("MIME-Version", "1.0") }
}

async fn loops(mut world: World) {
    // A robot that answers every notice, without a word that it is one: a message and no answer to it.
    let id = filed(&world, &mail("robot@example.org", "1", "hello", "I am away.")).await;
    world.drain().await.expect("jobs run");
    let token = case(&world, &id).await.contact.token.expect("a token");
    for n in 2..12 {
        let answer = mail("robot@example.org", &n.to_string(), "Re: hello", "I am away.");
        assert!(matches!(answer.answering(&token).comes(&world).await, Ok(Received::Threaded(_))));
        let new = mail("robot@example.org", &format!("n{n}"), "hello", "I am away.");
        assert!(matches!(new.comes(&world).await, Ok(Received::Filed(_))));
        world.pass(jiff::SignedDuration::from_hours(2));
        world.drain().await.expect("jobs run");
    }
    let to_robot = |world: &World| {
        let answers = world.spool.answered();
        answers.iter().filter(|answer| answer.to == "robot@example.org").count()
    };
    assert_eq!(to_robot(&world), 1, "one answer in 24 hours");
    world.pass_days(1);
    let new = mail("robot@example.org", "later", "hello", "I am away.");
    assert!(matches!(new.comes(&world).await, Ok(Received::Filed(_))));
    world.drain().await.expect("jobs run");
    assert_eq!(to_robot(&world), 2, "and one on the next day");
    // Those that say what they are are not answered, nor is what they say kept.
    let cases = world.truth().streams("case/", 100).await.expect("it reads").len();
    for (n, (name, value)) in
        [("Auto-Submitted", "auto-replied"), ("Precedence", "auto_reply"), ("X-Autoreply", "yes")]
            .into_iter()
            .enumerate()
    {
        let says = mail("away@example.org", &format!("a{n}"), "away", "Away.").with(name, value);
        assert_eq!(says.comes(&world).await, Ok(Received::Automatic), "{name}");
    }
    // A list echoes what we sent, and what others sent.
    let mut echo = mail("list@example.org", "e", "Your report", "echo");
    echo.head.retain(|(name, _)| *name != "Message-ID");
    let echo = echo.with("Message-ID", "<0123456789ab@acme.example>");
    assert_eq!(echo.comes(&world).await, Ok(Received::Automatic));
    let list = mail("list@example.org", "l", "hello", "All.").with("List-Id", "<x.example.org>");
    assert_eq!(list.comes(&world).await, Ok(Received::Waits), "a person sees it");
    let null = Mail { from: String::new(), ..mail("x@example.org", "0", "hello", "Hello.") };
    assert_eq!(null.comes(&world).await, Ok(Received::Automatic));
    world.drain().await.expect("jobs run");
    assert_eq!(world.truth().streams("case/", 100).await.expect("it reads").len(), cases);
    assert_eq!(world.spool.answered().len(), 2, "none of them was answered");
}

#[tokio::test]
async fn s19_no_loop_lasts_longer_than_one_round() {
    println!("{}", everywhere(loops).await);
}

async fn bounces(world: World) {
    let id = filed(&world, &mail("ana@example.org", "1", "two headers", "Send two.")).await;
    world.drain().await.expect("jobs run");
    let token = case(&world, &id).await.contact.token.expect("a token");
    let clocks = case(&world, &id).await.clocks;
    for harmless in [
        bounced("ana@example.org", "5.1.1"),
        bounced("eve@evil.example", "5.1.1").answering(&token),
        bounced("ana@example.org", "4.4.1").answering(&token),
    ] {
        assert_eq!(harmless.comes(&world).await, Ok(Received::Bounce));
        assert_eq!(case(&world, &id).await.contact.unreachable_since, None);
    }
    let mail = bounced("Ana@Example.org", "5.1.2").answering(&token);
    assert_eq!(mail.comes(&world).await, Ok(Received::Bounce));
    let after = case(&world, &id).await;
    assert_eq!(after.contact.unreachable_since, Some(world.now));
    assert_eq!(after.clocks, clocks, "no clock stands still, and none is changed");
    world.drain().await.expect("jobs run");
    let lead = world.spool.told();
    let lead = lead.iter().find(|told| told.about.contains("cannot be reached"));
    assert!(lead.is_some_and(|told| told.case.as_deref() == Some(id.as_str())));
    // Nothing more is sent there until the reporter says where they are now.
    let heard = |world: &World| {
        world.spool.told().iter().filter(|told| told.to.ends_with("example.org")).count()
    };
    let before = heard(&world);
    done(&world, "triager", "case write", &id, json!({ "body": "Are you there?" })).await;
    world.drain().await.expect("jobs run");
    assert_eq!(heard(&world), before);
    let given = json!({ "address": "ana@new.example.org" });
    let me = Actor::Reporter(id.clone());
    world.perform(&me, "case contact", &id, given).await.expect("they say so");
    assert_eq!(case(&world, &id).await.contact.unreachable_since, None);
    done(&world, "triager", "case write", &id, json!({ "body": "Good." })).await;
    world.drain().await.expect("jobs run");
    assert_eq!(heard(&world), before + 1);
}

#[tokio::test]
async fn s19_a_bounce_makes_a_reporter_unreachable_and_stops_no_clock() {
    println!("{}", everywhere(bounces).await);
}

async fn links(mut world: World) {
    let mut policy = (*world.app.policy).clone();
    policy.mail_link = true;
    world.restart_with(std::sync::Arc::new(policy));
    let id = filed(&world, &mail("ana@example.org", "1", "two headers", "Send two.")).await;
    world.drain().await.expect("jobs run");
    let link = world.spool.answered()[0].link.clone().expect("the policy allows one");
    let ctx = |at| Ctx::new(&world.app, Actor::Anonymous, at);
    let late = world.now.checked_add(jiff::SignedDuration::from_hours(24 * 15)).expect("a time");
    assert_eq!(app::mail::redeem(&ctx(late), &link).await.err(), Some(Error::NotThere));
    let wrong = app::mail::redeem(&ctx(world.now), &"0".repeat(64)).await;
    assert_eq!(wrong.err(), Some(Error::NotThere));
    let secret: Secret = app::mail::redeem(&ctx(world.now), &link).await.expect("it opens");
    let opened = ctx(world.now).as_reporter(&secret).await.expect("a reporter");
    assert_eq!(opened.actor, Actor::Reporter(id));
    let again = app::mail::redeem(&ctx(world.now), &link).await;
    assert_eq!(again.err(), Some(Error::NotThere), "it works once");
}

#[tokio::test]
async fn a_link_by_mail_opens_the_page_once_and_not_for_ever() {
    println!("{}", everywhere(links).await);
}

async fn rules(mut world: World) {
    let policy = domain::policy::Policy { rules_required: true, ..(*world.app.policy).clone() };
    world.restart_with(std::sync::Arc::new(policy));
    let one = mail("ana@example.org", "1", "two headers", SECRET);
    let nothing = mail("ana@example.org", "2", "two headers", "");
    if world.app.policy.reporter_rules.is_empty() {
        return;
    }
    assert_eq!(one.comes(&world).await, Ok(Received::Waits), "it is not lost");
    world.drain().await.expect("jobs run");
    assert_eq!(world.spool.answered()[0].kind, AckKind::Rules);
    assert!(matches!(nothing.comes(&world).await, Err(Error::Refused(_))));
    nothing_leaks(&world);
}

#[tokio::test]
async fn where_rules_must_be_accepted_a_mail_waits_and_says_where() {
    println!("{}", everywhere(rules).await);
}
