//! Passkeys in a real browser with an authenticator that the browser plays: made, used, used again,
//! copied, carried off to another site, refused, taken away. `docs/guide/access.md` describes them.

use crate::browser::{Window, driver};
use crate::walkthrough::{Site, join};
use app::ports::store::{Account, Write};
use serde_json::{Value, json};

const DESK: (u32, u32) = (1280, 1000);
const PHONE: (u32, u32) = (320, 700);

/// A laptop that knows its owner, by the name under which the browser plays it.
struct Laptop(String);

impl Laptop {
    async fn beside(window: &Window) -> Self {
        window.devtools("WebAuthn.enable", json!({})).await;
        let laptop = json!({ "options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "automaticPresenceSimulation": true, "isUserVerified": true,
        } });
        let made = window.devtools("WebAuthn.addVirtualAuthenticator", laptop).await;
        Self(made["authenticatorId"].as_str().expect("its name").to_owned())
    }

    async fn sees_owner(&self, window: &Window, yes: bool) {
        let given = json!({ "authenticatorId": self.0, "isUserVerified": yes });
        window.devtools("WebAuthn.setUserVerified", given).await;
    }

    /// Everything that it holds, private keys and counters too, as no real one gives it away.
    async fn copied(&self, window: &Window) -> Vec<Value> {
        let given = json!({ "authenticatorId": self.0 });
        let found = window.devtools("WebAuthn.getCredentials", given).await;
        found["credentials"].as_array().expect("a list").clone()
    }

    /// From now on it holds this instead.
    async fn holds(&self, window: &Window, all: &[Value]) {
        let whole = json!({ "authenticatorId": self.0 });
        window.devtools("WebAuthn.clearCredentials", whole).await;
        for one in all {
            let given = json!({ "authenticatorId": self.0, "credential": one });
            window.devtools("WebAuthn.addCredential", given).await;
        }
    }
}

async fn begin(window: &Window) {
    window.go("/login").await;
    window.send("/login/passkey", &[]).await;
}

/// The page asks, and the browser's answer is held back instead of sent.
async fn sign(window: &Window) {
    window.script("HTMLFormElement.prototype.submit = () => { document.title = 'answered' }").await;
    window.click("form[data-passkey] button").await;
    for _ in 0..2000 {
        if window.script("return document.title").await == "answered" {
            return;
        }
    }
    panic!("no answer: {}", window.text().await);
}

/// The fields of the page's form: the ceremony, and the answer once there is one.
async fn fields(window: &Window) -> Value {
    let read =
        "return Object.fromEntries(new FormData(document.querySelector('form[data-passkey]')))";
    window.script(read).await
}

/// What the server says to these fields: a status, or where it leads.
async fn sent(window: &Window, fields: &Value) -> String {
    let send = format!(
        "const done = arguments[0]; \
         fetch('/login/passkey/answer', {{ method: 'POST', body: new URLSearchParams({fields}) }}) \
           .then((answer) => done(answer.redirected ? new URL(answer.url).pathname : String(answer.status)))"
    );
    window.script_to_end(&send).await.as_str().unwrap_or_default().to_owned()
}

async fn log_in(window: &Window) -> String {
    begin(window).await;
    sign(window).await;
    let fields = fields(window).await;
    sent(window, &fields).await
}

async fn log_out(window: &Window) {
    window.go("/you").await;
    window.send("/logout", &[]).await;
    assert_eq!(window.path().await, "/login");
}

/// Somebody who is logged in, with a passkey of this name on a laptop of theirs.
async fn somebody(site: &Site, driver: &str, name: &str) -> (Window, Laptop) {
    let ada = Window::open(driver, &site.url, DESK).await;
    let laptop = Laptop::beside(&ada).await;
    join(site, &ada, &format!("{}/join/{}", site.url, site.first.reveal()), "ada").await;
    make(&ada, name).await;
    (ada, laptop)
}

async fn make(window: &Window, name: &str) {
    window.go("/you").await;
    window.send("/you/passkeys/new", &[]).await;
    window.picture("passkey-new").await;
    window.send("/you/passkeys", &[("name", name)]).await;
    assert_eq!(window.path().await, "/you", "{}", window.text().await);
}

/// From now on they have no password, as somebody who came in another way.
async fn forget_password(site: &Site) {
    let account = site.app.store.accounts().await.unwrap().remove(0);
    let version = account.version + 1;
    let without = Account { password: String::new(), totp: Vec::new(), version, ..account };
    site.app.store.commit(vec![Write::Account(without)]).await.unwrap();
}

#[tokio::test]
async fn a_passkey_stands_in_for_password_and_code() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let (ada, _laptop) = somebody(&site, &driver, "my <b>laptop</b>").await;
    let you = ada.text().await;
    assert!(you.contains("my <b>laptop</b>") && you.contains("Not used yet."), "{you}");
    ada.picture("you").await;
    log_out(&ada).await;
    ada.picture("login").await;

    begin(&ada).await;
    ada.picture("login-passkey").await;
    ada.send("/login/passkey/answer", &[]).await;
    assert_eq!(ada.path().await, "/queue", "{}", ada.text().await);
    ada.go("/you").await;
    let you = ada.text().await;
    assert!(you.contains("With a passkey.") && you.contains("Last used"), "{you}");

    ada.send("/you/passkeys/remove", &[]).await;
    assert!(ada.text().await.contains("You have none. A passkey"), "{}", ada.text().await);
    log_out(&ada).await;
    assert_eq!(log_in(&ada).await, "401", "it was taken away");
    ada.close().await;

    let plain = Window::without_script(&driver, &site.url, PHONE).await;
    plain.go("/login").await;
    plain.click("form[action=\"/login/passkey\"] button").await;
    plain.until("your browser runs none").await;
    plain.picture("passkey-plain").await;
    plain.close().await;
}

#[tokio::test]
async fn an_answer_counts_once_and_for_five_minutes() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let (ada, _laptop) = somebody(&site, &driver, "laptop").await;
    log_out(&ada).await;

    begin(&ada).await;
    sign(&ada).await;
    let answer = fields(&ada).await;
    assert_eq!(sent(&ada, &answer).await, "/queue");
    assert_eq!(sent(&ada, &answer).await, "401", "an answer counts once");
    log_out(&ada).await;

    begin(&ada).await;
    sign(&ada).await;
    let answer = fields(&ada).await;
    for _ in 0..3 {
        site.wait();
    }
    assert_eq!(sent(&ada, &answer).await, "401", "six minutes are too long");

    // The answer of one ceremony is none to another.
    begin(&ada).await;
    sign(&ada).await;
    let first = fields(&ada).await;
    begin(&ada).await;
    let second = fields(&ada).await;
    let mixed = json!({ "ceremony": second["ceremony"], "answer": first["answer"] });
    assert_eq!(sent(&ada, &mixed).await, "401");
    for broken in ["", "{}", "null", "[[[[", "{\"id\":7}"] {
        begin(&ada).await;
        let asked = fields(&ada).await;
        let wrong = json!({ "ceremony": asked["ceremony"], "answer": broken });
        assert_eq!(sent(&ada, &wrong).await, "401", "{broken}");
    }
    assert_eq!(log_in(&ada).await, "/queue");
    ada.close().await;
}

#[tokio::test]
async fn a_copied_authenticator_lets_nobody_in() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let (ada, laptop) = somebody(&site, &driver, "laptop").await;
    log_out(&ada).await;
    let copy = laptop.copied(&ada).await;
    assert_eq!(copy.len(), 1, "{copy:?}");
    for _ in 0..2 {
        assert_eq!(log_in(&ada).await, "/queue");
        log_out(&ada).await;
    }
    let own = laptop.copied(&ada).await;
    laptop.holds(&ada, &copy).await;
    assert_eq!(log_in(&ada).await, "401", "it counts from where it was copied");
    laptop.holds(&ada, &own).await;
    assert_eq!(log_in(&ada).await, "/queue");
    ada.close().await;
}

#[tokio::test]
async fn what_another_site_was_given_lets_nobody_in() {
    let Some(driver) = driver() else { return };
    let (site, other) = (Site::start().await, Site::start().await);
    let (ada, _laptop) = somebody(&site, &driver, "laptop").await;
    log_out(&ada).await;
    begin(&ada).await;
    let ceremony = fields(&ada).await["ceremony"].clone();
    let options =
        ada.script("return document.querySelector('form[data-passkey]').dataset.passkey").await;
    // The other site has the same name and another port: the browser finds the same key for it.
    ada.go(&format!("{}/login", other.url)).await;
    ada.send("/login/passkey", &[]).await;
    let slip = format!("document.querySelector('form[data-passkey]').dataset.passkey = {options}");
    ada.script(&slip).await;
    sign(&ada).await;
    let answer = fields(&ada).await["answer"].clone();
    assert!(answer.as_str().is_some_and(|answer| answer.contains("signature")), "{answer}");
    begin(&ada).await;
    let carried = json!({ "ceremony": ceremony, "answer": answer });
    assert_eq!(sent(&ada, &carried).await, "401");
    assert_eq!(log_in(&ada).await, "/queue", "at home it does");
    ada.close().await;
}

#[tokio::test]
async fn a_passkey_that_does_not_know_its_user_is_not_enough() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let (ada, laptop) = somebody(&site, &driver, "laptop").await;
    log_out(&ada).await;
    laptop.sees_owner(&ada, false).await;
    begin(&ada).await;
    ada.click("form[data-passkey] button").await;
    ada.until("Nothing came back").await;
    // A browser that asks the key for less than it was asked for.
    begin(&ada).await;
    let less = "const form = document.querySelector('form[data-passkey]'); \
        const asked = JSON.parse(form.dataset.passkey); \
        asked.userVerification = 'discouraged'; form.dataset.passkey = JSON.stringify(asked)";
    ada.script(less).await;
    sign(&ada).await;
    let answer = fields(&ada).await;
    assert_eq!(sent(&ada, &answer).await, "401", "one factor is not two");
    laptop.sees_owner(&ada, true).await;
    assert_eq!(log_in(&ada).await, "/queue");
    ada.close().await;
}

#[tokio::test]
async fn the_last_way_in_stays() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let (ada, _laptop) = somebody(&site, &driver, "laptop").await;
    forget_password(&site).await;
    ada.go("/you").await;
    ada.send("/you/passkeys/remove", &[]).await;
    let says = ada.text().await;
    assert!(says.contains("This is your last way in"), "{says}");
    log_out(&ada).await;
    assert_eq!(log_in(&ada).await, "/queue");
    // Who leaves has none.
    let account = site.app.store.accounts().await.unwrap().remove(0);
    let left = vec![Write::Entrance(app::ports::store::EntranceWrite::CloseAll(account.id))];
    site.app.store.commit(left).await.unwrap();
    assert_eq!(log_in(&ada).await, "401");
    ada.close().await;
}
