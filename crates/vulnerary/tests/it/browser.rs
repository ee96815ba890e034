//! A real browser, by the driver that the gate started.

use axum::http::Method;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// A command of Chromium's own that WebDriver has no word for.
#[derive(Debug)]
struct DevTools {
    command: &'static str,
    given: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, driver: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        driver.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.given });
        (Method::POST, Some(body.to_string()))
    }
}

/// One browser window with cookies of its own.
pub(crate) struct Window {
    client: Client,
    site: String,
}

/// The driver's address; says so and gives nothing where there is none.
pub(crate) fn driver() -> Option<String> {
    let driver = std::env::var("VULNERARY_TEST_WEBDRIVER").ok();
    if driver.is_none() {
        assert!(std::env::var_os("VULNERARY_REQUIRE_BROWSER").is_none(), "no browser");
        println!("skipped: VULNERARY_TEST_WEBDRIVER names no driver");
    }
    driver
}

impl Window {
    /// Open a window of its own on this site.
    pub(crate) async fn open(driver: &str, site: &str, size: (u32, u32)) -> Self {
        Self::with(driver, site, size, &json!({})).await
    }

    /// The same in a browser whose owner lets no page run a script.
    pub(crate) async fn without_script(driver: &str, site: &str, size: (u32, u32)) -> Self {
        let never = json!({ "profile.managed_default_content_settings.javascript": 2 });
        Self::with(driver, site, size, &never).await
    }

    async fn with(driver: &str, site: &str, (width, height): (u32, u32), prefs: &Value) -> Self {
        let size = format!("--window-size={width},{height}");
        let mut args = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            &size,
        ];
        if std::env::var_os("VULNERARY_DARK").is_some() {
            args.push("--force-dark-mode");
        }
        let mut options = json!({ "args": args, "prefs": prefs });
        if let (Ok(binary), Some(options)) =
            (std::env::var("VULNERARY_TEST_CHROMIUM"), options.as_object_mut())
        {
            options.insert("binary".to_owned(), Value::String(binary));
        }
        let mut wishes = serde_json::Map::new();
        wishes.insert("goog:chromeOptions".to_owned(), options);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wishes)
            .connect(driver)
            .await
            .expect("the driver opens a window");
        Self { client, site: site.to_owned() }
    }

    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Go to a path of the site, or to a whole address.
    pub(crate) async fn go(&self, path: &str) {
        let address =
            if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.site) };
        self.client.goto(&address).await.unwrap();
    }

    /// What the page says, as a person reads it.
    pub(crate) async fn text(&self) -> String {
        self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap()
    }

    pub(crate) async fn source(&self) -> String {
        self.client.source().await.unwrap()
    }

    /// The path that the window shows.
    pub(crate) async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// Save a picture when somebody wants to look.
    pub(crate) async fn picture(&self, name: &str) {
        if let Some(folder) = std::env::var_os("VULNERARY_PICTURES") {
            let height =
                self.client.execute("return document.documentElement.scrollHeight", vec![]);
            let height = height.await.unwrap().as_u64().unwrap_or(900).clamp(600, 6000);
            let (width, before) = self.client.get_window_size().await.unwrap();
            self.client.set_window_size(width as u32, height as u32 + 140).await.unwrap();
            let png = self.client.screenshot().await.unwrap();
            std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), png).unwrap();
            self.client.set_window_size(width as u32, before as u32).await.unwrap();
        }
    }

    /// Fill in the form that goes to an address ending like this, and send it with its button.
    pub(crate) async fn send(&self, action: &str, fields: &[(&str, &str)]) {
        self.send_where(action, "", fields).await;
    }

    /// The same, for the one form among several that also matches this selector.
    pub(crate) async fn send_where(&self, action: &str, which: &str, fields: &[(&str, &str)]) {
        // What is folded away is unfolded, as a person would.
        let unfold = "document.querySelectorAll('details').forEach(d => { d.open = true })";
        self.script(unfold).await;
        let form = format!("form[action$=\"{action}\"]{which}");
        for (name, value) in fields {
            self.settle().await;
            self.script(unfold).await;
            self.fill(&form, name, value).await;
        }
        self.settle().await;
        let button = format!("{form} button:not([formaction])");
        let button = self.client.find(Locator::Css(&button)).await;
        let button = match button {
            Ok(button) => button,
            Err(error) => panic!("no {form}: {error}\n{}", self.text().await),
        };
        self.script("window.before = true").await;
        button.click().await.unwrap();
        self.arrive().await;
    }

    /// Until the page's script has heard from the server.
    pub(crate) async fn settle(&self) {
        for _ in 0..2000 {
            if !self.has("form[aria-busy]").await {
                return;
            }
        }
        panic!("the page stays busy: {}", self.text().await);
    }

    /// Click on the first match.
    pub(crate) async fn click(&self, selector: &str) {
        let found = self.client.find(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}")).click().await.unwrap();
    }

    /// Write into the first match.
    pub(crate) async fn write(&self, selector: &str, text: &str) {
        let found = self.client.find(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("{selector}: {error}")).send_keys(text).await.unwrap();
    }

    /// Choose in the first menu that matches.
    pub(crate) async fn choose(&self, selector: &str, value: &str) {
        let found = self.client.find(Locator::Css(selector)).await;
        let found = found.unwrap_or_else(|error| panic!("{selector}: {error}"));
        found.select_by_value(value).await.unwrap();
    }

    /// Until the page says this.
    pub(crate) async fn until(&self, says: &str) {
        for _ in 0..2000 {
            if self.source().await.contains(says) {
                return;
            }
        }
        panic!("the page never says {says}: {}", self.text().await);
    }

    pub(crate) async fn script(&self, text: &str) -> Value {
        self.client.execute(text, vec![]).await.unwrap()
    }

    /// Run what ends later: it calls the last of its arguments with what it found.
    pub(crate) async fn script_to_end(&self, text: &str) -> Value {
        self.client.execute_async(text, vec![]).await.unwrap()
    }

    /// Ask Chromium itself.
    pub(crate) async fn devtools(&self, command: &'static str, given: Value) -> Value {
        self.client.issue_cmd(DevTools { command, given }).await.unwrap()
    }

    /// Hold this cookie on the site, below this path.
    pub(crate) async fn hold(&self, (name, value): (&str, &str), path: &str) {
        let url = format!("{}{path}", self.site);
        let cookie = json!({ "name": name, "value": value, "url": url, "path": path });
        self.devtools("Network.setCookie", cookie).await;
    }

    /// Show pages as to somebody who likes them dark, or light.
    pub(crate) async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let scheme = json!({ "name": "prefers-color-scheme", "value": value });
        // A colour on its way from one theme to the other is neither.
        let still = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [scheme, still] })).await;
    }

    /// A viewport of exactly this size, which may be narrower than any window.
    pub(crate) async fn viewport(&self, (width, height): (u32, u32)) {
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// The whole page as a picture, at this width.
    pub(crate) async fn photograph(&self, file: &std::path::Path, width: u32) {
        let height = self.script("return document.documentElement.scrollHeight").await;
        let height = height.as_u64().unwrap_or(900).clamp(600, 9000) as u32;
        self.viewport((width, height)).await;
        std::fs::write(file, self.client.screenshot().await.unwrap()).unwrap();
        self.viewport((width, 800)).await;
    }

    /// Press keys one after the other, wherever the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let mut pressed = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            pressed = pressed.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client.perform_actions(pressed).await.unwrap();
    }

    /// Until another page has come, whole.
    pub(crate) async fn arrive(&self) {
        for _ in 0..2000 {
            let there = "return !window.before && document.readyState === 'complete'";
            if self.client.execute(there, vec![]).await.is_ok_and(|value| value == true) {
                return;
            }
        }
        panic!("no other page came: {}", self.text().await);
    }

    async fn fill(&self, form: &str, name: &str, value: &str) {
        let any = format!("{form} [name=\"{name}\"]");
        let field = self.client.find(Locator::Css(&any)).await;
        let field = match field {
            Ok(field) => field,
            Err(_) => panic!("no {any} on\n{}", self.text().await),
        };
        let kind = field.attr("type").await.unwrap().unwrap_or_default();
        match (field.tag_name().await.unwrap().as_str(), kind.as_str()) {
            ("select", _) => field.select_by_value(value).await.unwrap(),
            ("input", "radio" | "checkbox") => {
                let one = format!("{any}[value=\"{value}\"]");
                self.client.find(Locator::Css(&one)).await.unwrap().click().await.unwrap();
            }
            _ => {
                field.clear().await.unwrap();
                field.send_keys(value).await.unwrap();
            }
        }
    }

    /// The value of the first match, read from this attribute or property.
    pub(crate) async fn value(&self, selector: &str, property: &str) -> String {
        let found = self.client.find(Locator::Css(selector)).await;
        let found = found.unwrap_or_else(|error| panic!("{selector}: {error}"));
        found.prop(property).await.unwrap().unwrap_or_default()
    }

    /// Whether there is such a thing on the page.
    pub(crate) async fn has(&self, selector: &str) -> bool {
        !self.client.find_all(Locator::Css(selector)).await.unwrap().is_empty()
    }
}
