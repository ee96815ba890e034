//! Mail that leaves by SMTP.

use crate::place::everywhere;
use app::ports::spool::{Spool, Told, Unsent, Warning};
use app::ports::store::{NewJob, Write};
use outside::{Smtp, SmtpAddress};
use serde_json::Value;
use std::sync::Arc;
use testkit::{MailServer, Speaks, World, policy};

const SKIPPED: &str = "skipped: aiosmtpd is not installed";

fn smtp(url: &str, server: &MailServer, folder: &tempfile::TempDir) -> Smtp {
    let to = SmtpAddress::read(url).expect("an address");
    let authority = server.authority();
    let authority = authority.exists().then_some(authority.as_path());
    let place = (folder.path().to_owned(), Arc::new(policy()), testkit::SITE.to_owned());
    Smtp::new(&to, authority, place).expect("a sender")
}

fn warning(to: &str) -> Warning {
    Warning {
        key: format!("guesses/1/{to}"),
        to: to.to_owned(),
        from: "security@acme.example".to_owned(),
        guesses: 43,
        at: "2026-11-23T09:00:00Z".parse().expect("an instant"),
    }
}

fn text(mail: &Value) -> &str {
    mail["text"].as_str().expect("a text")
}

fn header<'m>(mail: &'m Value, name: &str) -> Option<&'m str> {
    let head = text(mail).split("\r\n\r\n").next().unwrap_or_default();
    let of = |line: &'m str| line.strip_prefix(name)?.strip_prefix(": ");
    head.split("\r\n").find_map(of)
}

#[tokio::test]
async fn automatic_mail_says_so_and_leaves_with_a_null_sender() {
    let Some(server) = MailServer::start(Speaks::Plain) else { return println!("{SKIPPED}") };
    let folder = tempfile::tempdir().expect("a folder");
    let spool = smtp(&format!("smtp://127.0.0.1:{}", server.port()), &server, &folder);
    spool.warn(&warning("audit@acme.example")).await.expect("it is taken");
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0]["from"], "<>", "nobody is to be sent a bounce");
    assert_eq!(taken[0]["to"], serde_json::json!(["audit@acme.example"]));
    assert_eq!(header(&taken[0], "Auto-Submitted"), Some("auto-generated"));
    assert_eq!(header(&taken[0], "Precedence"), Some("bulk"));
    assert!(header(&taken[0], "Message-ID").is_some_and(|id| id.ends_with("@acme.example>")));
}

#[tokio::test]
async fn a_job_that_is_done_again_sends_nothing_twice() {
    let Some(server) = MailServer::start(Speaks::Plain) else { return println!("{SKIPPED}") };
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("smtp://127.0.0.1:{}", server.port());
    for _ in 0..2 {
        // A process that was killed after the server had taken it begins again from the folder.
        smtp(&url, &server, &folder).warn(&warning("audit@acme.example")).await.expect("taken");
    }
    assert_eq!(server.taken().len(), 1);
    let noted = std::fs::read_dir(folder.path().join("sent")).expect("noted").next();
    let noted = std::fs::read_to_string(noted.expect("one").expect("a file").path());
    assert!(!noted.expect("a text").contains("audit@"), "it is kept that, and not to whom");
}

#[tokio::test]
async fn an_answer_that_never_came_is_asked_for_again_under_the_same_name() {
    let Some(server) = MailServer::start(Speaks::Plain) else { return println!("{SKIPPED}") };
    let folder = tempfile::tempdir().expect("a folder");
    let spool = smtp(&format!("smtp://127.0.0.1:{}", server.port()), &server, &folder);
    for _ in 0..2 {
        let sent = spool.warn(&warning("silent@acme.example")).await;
        assert!(matches!(sent, Err(Unsent::Later(_))), "{sent:?}");
    }
    let taken = server.taken();
    assert_eq!(taken.len(), 2, "at least once");
    assert_eq!(header(&taken[0], "Message-ID"), header(&taken[1], "Message-ID"));
    assert_eq!(text(&taken[0]), text(&taken[1]), "to the byte");
}

#[tokio::test]
async fn what_is_put_off_and_what_is_refused_for_good_are_told_apart() {
    let Some(server) = MailServer::start(Speaks::Plain) else { return println!("{SKIPPED}") };
    let folder = tempfile::tempdir().expect("a folder");
    let spool = smtp(&format!("smtp://127.0.0.1:{}", server.port()), &server, &folder);
    let later = spool.warn(&warning("later@acme.example")).await;
    assert!(matches!(&later, Err(Unsent::Later(says)) if says.contains("450")), "{later:?}");
    let never = spool.warn(&warning("never@acme.example")).await;
    assert!(matches!(&never, Err(Unsent::Never(says)) if says.contains("550")), "{never:?}");
    let ours = spool.warn(&warning("login@acme.example")).await;
    assert!(matches!(ours, Err(Unsent::Later(_))), "the operator can mend this: {ours:?}");
    drop(server);
    let spool =
        smtp("smtp://127.0.0.1:9", &MailServer::start(Speaks::Plain).expect("one"), &folder);
    let nobody = spool.warn(&warning("audit@acme.example")).await;
    assert!(matches!(nobody, Err(Unsent::Later(_))), "{nobody:?}");
}

#[tokio::test]
async fn nothing_leaves_the_machine_without_tls_and_a_certificate_that_is_known() {
    let Some(server) = MailServer::start(Speaks::StartTls) else { return println!("{SKIPPED}") };
    let folder = tempfile::tempdir().expect("a folder");
    // This address is no loopback address in name, and so needs TLS.
    let url = format!("smtp://0.0.0.0:{}", server.port());
    smtp(&url, &server, &folder).warn(&warning("one@acme.example")).await.expect("it is taken");
    assert_eq!(server.taken()[0]["tls"], true);
    let to = SmtpAddress::read(&url).expect("an address");
    let place = (folder.path().to_owned(), Arc::new(policy()), testkit::SITE.to_owned());
    let trusting_nobody = Smtp::new(&to, None, place).expect("a sender");
    let refused = trusting_nobody.warn(&warning("two@acme.example")).await;
    assert!(matches!(refused, Err(Unsent::Later(_))), "{refused:?}");
    let plain = MailServer::start(Speaks::Plain).expect("one more");
    let url = format!("smtp://0.0.0.0:{}", plain.port());
    let refused = smtp(&url, &plain, &folder).warn(&warning("three@acme.example")).await;
    assert!(matches!(refused, Err(Unsent::Later(_))), "{refused:?}");
    assert!(plain.taken().is_empty(), "it offers no TLS, so it gets nothing");
    let wrapped = MailServer::start(Speaks::Tls).expect("one more");
    let url = format!("smtps://localhost:{}", wrapped.port());
    smtp(&url, &wrapped, &folder).warn(&warning("four@acme.example")).await.expect("it is taken");
    assert_eq!(wrapped.taken().len(), 1);
}

#[tokio::test]
async fn no_word_makes_a_header_of_its_own() {
    let Some(server) = MailServer::start(Speaks::Plain) else { return println!("{SKIPPED}") };
    let folder = tempfile::tempdir().expect("a folder");
    let spool = smtp(&format!("smtp://127.0.0.1:{}", server.port()), &server, &folder);
    let told = Told {
        desk: false,
        key: "notice/1".to_owned(),
        to: "lead@acme.example".to_owned(),
        from: "security@acme.example".to_owned(),
        case: Some("7f3q".to_owned()),
        about: "A clock\r\nBcc: everybody@evil.example\r\n\r\nbody".to_owned(),
        says: "The time is over.\r\n.\r\nMAIL FROM:<x@evil.example>".to_owned(),
        due_at: "2026-11-23T09:00:00Z".parse().expect("an instant"),
        at: "2026-11-23T09:00:00Z".parse().expect("an instant"),
        thread: domain::words::Digest::of(b"a case"),
        token: None,
        words: None,
    };
    spool.tell(&told).await.expect("it is taken");
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    assert_eq!(taken[0]["to"], serde_json::json!(["lead@acme.example"]));
    assert_eq!(header(&taken[0], "Bcc"), None, "{}", text(&taken[0]));
    assert_eq!(header(&taken[0], "In-Reply-To"), header(&taken[0], "References"));
    let nobody = Told { to: "lead@acme.example\r\nRCPT TO:<x@evil.example>".to_owned(), ..told };
    assert!(spool.tell(&nobody).await.is_err());
    assert_eq!(server.taken().len(), 1);
}

/// An address of the team that its server refuses for good: the job is given up where people see it,
/// and done when somebody has mended it.
#[expect(clippy::print_stdout, reason = "says why it is skipped")]
async fn refused_for_good(mut world: World) {
    let Some(server) = MailServer::start(Speaks::Plain) else { return println!("{SKIPPED}") };
    let folder = tempfile::tempdir().expect("a folder");
    let spool = smtp(&format!("smtp://127.0.0.1:{}", server.port()), &server, &folder);
    world.app = Arc::new(app::App { spool: Arc::new(Never(spool)), ..(*world.app).clone() });
    let warn = serde_json::json!({ "to": "audit@acme.example", "guesses": 43, "at": world.now });
    let (key, kind) = ("guesses/1".to_owned(), "guesses".to_owned());
    let job = NewJob { key, kind, payload: warn.to_string(), run_at: world.now };
    world.truth().commit(vec![Write::Job(job)]).await.expect("it is queued");
    world.drain().await.expect("what fails is put aside");
    let given_up = world.truth().given_up(10).await.expect("it reads");
    assert!(!given_up.is_empty() && given_up[0].says.contains("550"), "{given_up:?}");
    assert!(world.truth().job_counts().await.expect("it reads").dead > 0);
    for job in &given_up {
        let again = app::jobs::try_again(&world.app, &job.key, world.now).await;
        again.expect("somebody has mended it");
    }
    assert!(world.truth().given_up(10).await.expect("it reads").is_empty());
    let twice = app::jobs::try_again(&world.app, &given_up[0].key, world.now).await;
    assert!(twice.is_err(), "only what was given up is begun again");
}

/// Sends everything to an address that is refused.
struct Never(Smtp);

#[async_trait::async_trait]
impl Spool for Never {
    async fn announce(&self, it: &app::ports::spool::Announcement) -> Result<(), Unsent> {
        self.0.announce(it).await
    }
    async fn remind(&self, it: &app::ports::spool::Reminder) -> Result<(), Unsent> {
        self.0.remind(it).await
    }
    async fn tell(&self, it: &Told) -> Result<(), Unsent> {
        self.0.tell(it).await
    }
    async fn answer(&self, it: &app::ports::spool::Answered) -> Result<(), Unsent> {
        self.0.answer(it).await
    }
    async fn warn(&self, it: &Warning) -> Result<(), Unsent> {
        self.0.warn(&Warning { to: "never@acme.example".to_owned(), ..it.clone() }).await
    }
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up_in_sight_and_can_be_begun_again() {
    println!("{}", everywhere(refused_for_good).await);
}
