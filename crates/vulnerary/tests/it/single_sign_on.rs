//! Single sign-on in a real browser through a real provider, which the gate brings: linked, used, used with
//! one factor, joined by, refused, unlinked. Answers that it never gives are tried in `outside`.
//! `docs/guide/access.md` describes it.

use crate::browser::{Window, driver};
use crate::walkthrough::{Site, join};
use app::access::invite_first;
use app::ports::sign_on::SignOn;
use domain::words::Secret;
use serde_json::json;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

const DESK: (u32, u32) = (1280, 1000);

/// The provider's script; says so and gives nothing where there is none.
fn script() -> Option<PathBuf> {
    let path = std::env::var_os("VULNERARY_TEST_OIDC");
    if path.is_none() {
        assert!(std::env::var_os("VULNERARY_REQUIRE_BROWSER").is_none(), "no provider");
        println!("skipped: VULNERARY_TEST_OIDC names no provider.mjs");
    }
    path.map(PathBuf::from)
}

/// A provider that runs until the end of its test.
struct Provider {
    child: Child,
    issuer: String,
    folder: tempfile::TempDir,
}

impl Provider {
    fn start(script: &Path, back: &str) -> Self {
        let mut node = Command::new("node");
        node.arg(script).arg(back).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = node.spawn().expect("node starts");
        // Read to its end and no further: a program that nobody listens to any more would end.
        let mut said = BufReader::new(child.stdout.take().expect("what it says")).lines();
        let issuer = said.by_ref().map_while(Result::ok).find(|line| line.starts_with("http"));
        let issuer = issuer.expect("its address").trim().to_owned();
        let folder = tempfile::tempdir().expect("a folder");
        std::thread::spawn(move || said.for_each(drop));
        Self { child, issuer, folder }
    }

    /// How our server is told of it.
    fn named(&self, url: &str) -> Arc<dyn SignOn> {
        let file = self.folder.path().join("provider.toml");
        let text = format!(
            "name = \"Example\"\nissuer = \"{}\"\nclient_id = \"vulnerary\"\nscopes = [\"groups\"]\n\
             require = [\"groups contains security\"]\nsecond_factor = [\"amr contains mfa\"]\n",
            self.issuer
        );
        std::fs::write(&file, text).expect("a file");
        let secret = Some("a secret of the test");
        Arc::new(outside::OpenIdProvider::read(&file, secret, url).expect("it is read"))
    }

    fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn both(script: &Path) -> (Site, Provider) {
    let mut provider = None;
    let site = Site::with(|url| {
        let started = Provider::start(script, &format!("{url}/login/provider/back"));
        let named = started.named(url);
        provider = Some(started);
        Some(named)
    });
    (site.await, provider.expect("it started"))
}

/// Until the browser is at the provider, and back again as this person.
async fn says(window: &Window, who: &str, two: bool) {
    window.until("name=\"who\"").await;
    window.write("input[name=who]", who).await;
    if two {
        window.click("input[name=two]").await;
    }
    window.script("window.before = true").await;
    window.click("button").await;
    window.until("Vulnerary").await;
    window.arrive().await;
}

/// Log in as this person; a browser that the provider does not know yet.
async fn log_in(driver: &str, site: &Site, who: &str, two: bool) -> Window {
    let window = Window::open(driver, &site.url, DESK).await;
    window.go("/login").await;
    window.click("form[action=\"/login/provider\"] button").await;
    says(&window, who, two).await;
    window
}

/// The address by which the provider sends mia back, seen and not gone to.
async fn way_back(window: &Window) -> String {
    window.devtools("Network.clearBrowserCookies", json!({})).await;
    window.go("/login").await;
    window.click("form[action=\"/login/provider\"] button").await;
    window.until("name=\"who\"").await;
    window.write("input[name=who]", "mia").await;
    window.click("input[name=two]").await;
    window.click("input[name=hold]").await;
    window.click("button").await;
    window.until("id=\"way\"").await;
    window.value("#way", "href").await
}

async fn is_out(window: &Window) {
    let text = window.text().await;
    assert!(text.contains("You are not let in by Example."), "{text}");
    window.go("/queue").await;
    assert_eq!(window.path().await, "/login", "nobody is logged in");
}

/// Ada has a password and a code, and links her account at the provider.
async fn linked(driver: &str, site: &Site, who: &str) -> (Window, String) {
    let ada = Window::open(driver, &site.url, DESK).await;
    let link = format!("{}/join/{}", site.url, site.first.reveal());
    let secret = join(site, &ada, &link, "ada").await;
    ada.go("/you").await;
    ada.click("form[action=\"/you/provider\"] button").await;
    says(&ada, who, false).await;
    let you = ada.text().await;
    assert!(you.contains("Unlink") && you.contains(who), "{you}");
    (ada, secret)
}

#[tokio::test]
async fn an_account_that_is_linked_lets_in_and_no_other_does() {
    let (Some(driver), Some(script)) = (driver(), script()) else { return };
    let (site, _provider) = both(&script).await;
    let (ada, secret) = linked(&driver, &site, "mia@example").await;
    ada.picture("you-provider").await;

    let mia = log_in(&driver, &site, "mia@example", true).await;
    assert_eq!(mia.path().await, "/queue", "{}", mia.text().await);
    mia.go("/you").await;
    assert!(mia.text().await.contains("With single sign-on."), "{}", mia.text().await);

    // Somebody else there, though called as somebody is here; and somebody in no group.
    for who in ["ada", "guest"] {
        let window = log_in(&driver, &site, who, true).await;
        window.picture("provider-out").await;
        is_out(&window).await;
        window.close().await;
    }

    // One factor there: the other one is asked for here, and once.
    let one = log_in(&driver, &site, "mia@example", false).await;
    one.picture("provider-code").await;
    site.wait();
    one.send("/login/provider/code", &[("code", site.code(&secret).as_str())]).await;
    assert_eq!(one.path().await, "/queue", "{}", one.text().await);
    one.close().await;
    let wrong = log_in(&driver, &site, "mia@example", false).await;
    wrong.send("/login/provider/code", &[("code", "000000")]).await;
    is_out(&wrong).await;
    wrong.close().await;

    // Unlinked, it opens nothing more; what was linked before is somebody's until then.
    ada.go("/you").await;
    ada.send("/you/provider/remove", &[]).await;
    assert!(ada.text().await.contains("linked to none elsewhere"), "{}", ada.text().await);
    let gone = log_in(&driver, &site, "mia@example", true).await;
    is_out(&gone).await;
    gone.close().await;

    mia.close().await;
    ada.close().await;
}

#[tokio::test]
async fn what_came_back_counts_once_for_one_browser_and_for_five_minutes() {
    let (Some(driver), Some(script)) = (driver(), script()) else { return };
    let (site, _provider) = both(&script).await;
    let (ada, _) = linked(&driver, &site, "mia").await;
    let one = Window::open(&driver, &site.url, DESK).await;
    let other = Window::open(&driver, &site.url, DESK).await;

    // Another browser than the one that was sent away; then it is used up for that one too.
    let way = way_back(&one).await;
    other.go(&way).await;
    is_out(&other).await;
    one.go(&way).await;
    is_out(&one).await;

    // Once, and not again.
    let way = way_back(&one).await;
    one.go(&way).await;
    assert_eq!(one.path().await, "/queue", "{}", one.text().await);
    one.go(&way).await;
    assert!(one.text().await.contains("You are not let in by"), "{}", one.text().await);

    // With another's name on it, with none, with another word, without a code.
    let cut = |way: &str, name: &str, other: &str| {
        let mut url = url::Url::parse(way).expect("an address");
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let changed = pairs.into_iter().filter_map(|(key, value)| match (key == name, other) {
            (true, "") => None,
            (true, other) => Some((key, other.to_owned())),
            (false, _) => Some((key, value)),
        });
        let changed: Vec<(String, String)> = changed.collect();
        url.query_pairs_mut().clear().extend_pairs(changed);
        url.to_string()
    };
    let wrong = [
        ("iss", "https://evil.example"),
        ("iss", ""),
        ("state", "word_no"),
        ("state", ""),
        ("code", ""),
    ];
    for (name, value) in wrong {
        let way = way_back(&one).await;
        assert!(way.contains(&format!("{name}=")), "{way}");
        one.go(&cut(&way, name, value)).await;
        is_out(&one).await;
    }

    // Too late.
    let way = way_back(&one).await;
    for _ in 0..3 {
        site.wait();
    }
    one.go(&way).await;
    is_out(&one).await;
    for window in [one, other, ada] {
        window.close().await;
    }
}

#[tokio::test]
async fn a_provider_that_is_down_keeps_nobody_else_out() {
    let (Some(driver), Some(script)) = (driver(), script()) else { return };
    let (site, mut provider) = both(&script).await;
    provider.stop();
    let ada = Window::open(&driver, &site.url, DESK).await;
    join(&site, &ada, &format!("{}/join/{}", site.url, site.first.reveal()), "ada").await;
    ada.go("/login").await;
    ada.click("form[action=\"/login/provider\"] button").await;
    ada.until("does not answer").await;
    ada.close().await;
}

#[tokio::test]
async fn an_invitation_is_used_with_two_factors_there_and_the_last_way_in_stays() {
    let (Some(driver), Some(script)) = (driver(), script()) else { return };
    let (site, _provider) = both(&script).await;
    let path = format!("/join/{}", site.first.reveal());
    let asks = async |window: &Window| {
        window.go(&path).await;
        window.picture("join-provider").await;
        let named = [("login", "mia"), ("name", "Mia")];
        window.script("document.querySelectorAll('details').forEach(d => { d.open = true })").await;
        for (name, value) in named {
            window.write(&format!("form[action$=\"/provider\"] input[name={name}]"), value).await;
        }
        window.click("form[action$=\"/provider\"] button").await;
    };
    let one = Window::open(&driver, &site.url, DESK).await;
    asks(&one).await;
    says(&one, "mia@there", false).await;
    is_out(&one).await;
    one.close().await;

    let two = Window::open(&driver, &site.url, DESK).await;
    asks(&two).await;
    says(&two, "mia@there", true).await;
    assert_eq!(two.path().await, "/queue", "{}", two.text().await);
    two.go("/you").await;
    two.send("/you/provider/remove", &[]).await;
    assert!(two.text().await.contains("This is your last way in"), "{}", two.text().await);
    let again = invite_first(&site.app, site.now()).await.expect("the store answers");
    assert_eq!(again.as_ref().map(Secret::reveal), None, "somebody manages people");
    two.close().await;

    // Whoever is let go is not let in any more, whatever the provider says.
    let account = site.app.store.accounts().await.expect("people").remove(0);
    let (id, version) = (account.id.clone(), account.version + 1);
    let gone = app::ports::store::Account { active: false, version, ..account };
    let unit = vec![
        app::ports::store::Write::Account(gone),
        app::ports::store::Write::Entrance(app::ports::store::EntranceWrite::CloseAll(id)),
    ];
    site.app.store.commit(unit).await.expect("it is written");
    let out = log_in(&driver, &site, "mia@there", true).await;
    is_out(&out).await;
    out.close().await;
}
