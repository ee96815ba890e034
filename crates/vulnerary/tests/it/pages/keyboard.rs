//! One report goes from the form to the advisory by keys alone: Tab, Enter, Space, arrows and letters.
//! Nothing is clicked and no focus is set; scripts only look where it is, and whether a person sees it.

use super::routes::Reader;
use super::{DESK, Scene, become_reader};
use crate::browser::{Window, driver};
use domain::words::{CaseId, Secret};
use std::collections::BTreeMap;
use testkit::World;

const TAB: &str = "\u{E004}";
const ENTER: &str = "\u{E007}";
const SPACE: &str = " ";
const DOWN: &str = "\u{E015}";

/// What holds of the focus: whether it is on what is looked for, and whether it can be seen. The body is
/// where it is before the first and after the last stop.
const FOCUS: &str = "const at = document.activeElement, wanted = WANTED;
if (!at || at === document.body) return { here: false, start: true, seen: true, what: 'the body' };
const style = getComputedStyle(at), box = at.getBoundingClientRect();
const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
return { here: at.matches(wanted), start: false, seen: ring && inside,
  what: at.tagName + '#' + at.id + ' ' + (at.name || at.textContent.trim().slice(0, 40)) };";

/// What must be unfolded before this can be reached; nothing where it is in sight.
const FOLDED: &str = "const one = document.querySelector(WANTED);
if (!one) return 'nothing';
let found = '';
for (let up = one.parentElement; up; up = up.parentElement) {
  if (up.tagName === 'DETAILS' && !up.open) {
    const all = [...document.querySelectorAll('summary')];
    found = String(all.indexOf(up.querySelector('summary')));
  }
}
return found;";

fn asking(script: &str, selector: &str) -> String {
    script.replace("WANTED", &serde_json::to_string(selector).unwrap())
}

/// A browser without a mouse.
struct Keys(Window);

impl Keys {
    async fn of(driver: &str, scene: &Scene, reader: &Reader) -> Self {
        let window = Window::open(driver, &scene.url, DESK).await;
        become_reader(&window, reader).await;
        Self(window)
    }

    /// Press Tab until the focus is there. Every stop on the way shows that it has the focus, and the
    /// way round the page comes to its beginning again.
    async fn tab_to(&self, selector: &str) {
        let (look, mut rounds) = (asking(FOCUS, selector), 0);
        for _ in 0..1200 {
            let focus = self.0.script(&look).await;
            let on_main = focus["what"].as_str().unwrap().starts_with("MAIN#main");
            assert!(focus["seen"] == true || on_main, "nobody sees the focus on {}", focus["what"]);
            if focus["here"] == true {
                return;
            }
            rounds += usize::from(focus["start"] == true);
            assert!(rounds < 3, "Tab never comes to {selector} on {}", self.0.path().await);
            self.0.press(TAB).await;
        }
        panic!("a trap before {selector}: {}", self.0.script(&look).await);
    }

    /// Unfold what hides it, and go there.
    async fn reach(&self, selector: &str) {
        for _ in 0..6 {
            let folded = self.0.script(&asking(FOLDED, selector)).await;
            match folded.as_str().unwrap() {
                "" => return self.tab_to(selector).await,
                "nothing" => panic!("no {selector} on\n{}", self.0.text().await),
                number => {
                    // The summary of this number, found by where it stands.
                    let mark = format!(
                        "document.querySelectorAll('summary')[{number}].dataset.next = 'here'"
                    );
                    self.0.script(&mark).await;
                    self.tab_to("summary[data-next=here]").await;
                    self.0.press(ENTER).await;
                    self.0.script("delete document.activeElement.dataset.next").await;
                }
            }
        }
        panic!("{selector} stays folded away");
    }

    /// Write into a field, over what is there.
    async fn write(&self, selector: &str, text: &str) {
        self.reach(selector).await;
        self.0.press(text).await;
    }

    /// Press this, and wait for the page that it brings.
    async fn enter(&self, selector: &str) {
        self.reach(selector).await;
        self.0.script("window.before = true").await;
        self.0.press(ENTER).await;
        self.0.arrive().await;
    }

    /// Fill in the form of a verb and send it.
    async fn send(&self, action: &str, fields: &[(&str, &str)]) {
        let form = format!("form[action$='{action}']");
        for (name, value) in fields {
            self.write(&format!("{form} [name='{name}']"), value).await;
        }
        self.enter(&format!("{form} button:not([formaction])")).await;
    }

    async fn says(&self, words: &str) {
        let text = self.0.text().await;
        assert!(text.contains(words), "{words} on {}: {text}", self.0.path().await);
    }
}

/// The report, with its answers; gives what opens it again.
async fn report(keys: &Keys) -> Secret {
    keys.0.go("/").await;
    keys.0.press(TAB).await;
    let first = keys.0.script("return document.activeElement.textContent").await;
    assert_eq!(first, "Skip to content", "the first stop");
    keys.tab_to(".skip").await;
    keys.0.press(ENTER).await;
    assert_eq!(keys.0.script("return document.activeElement.id").await, "main");
    keys.enter("main a[href='/report']").await;
    keys.write("#title", "Two headers end the process").await;
    keys.write("#version", "2.9.7").await;
    keys.write("#body", "Send two headers and watch it go.").await;
    keys.write("select[name='claim.attacker']", "Any").await;
    keys.0.settle().await;
    keys.reach("[name='claim.effect'][value=crash]").await;
    keys.0.press(SPACE).await;
    keys.0.settle().await;
    keys.reach("[name='claim.flag']").await;
    let flag = "return (document.querySelector(\"[name='claim.flag']:checked\") || {}).value";
    for _ in 0..4 {
        if keys.0.script(flag).await == "no" {
            break;
        }
        keys.0.press(DOWN).await;
        keys.0.settle().await;
    }
    assert_eq!(keys.0.script(flag).await, "no", "arrows choose");
    keys.reach("[name=accept_terms]").await;
    keys.0.press(SPACE).await;
    keys.reach("[name=accepted_rules]").await;
    keys.0.press(SPACE).await;
    keys.enter("form[action='/report'] button.go").await;
    keys.says("Your report is here").await;
    Secret::read(&keys.0.value("textarea.secret", "value").await)
}

/// The reporter comes back with the secret, and writes.
async fn track(keys: &Keys, secret: &Secret) {
    keys.0.go("/track").await;
    keys.send("/track", &[("secret", secret.reveal())]).await;
    keys.send("/track/case/answer", &[("body", "It is the same on 3.x.")]).await;
    keys.says("It is the same on 3.x.").await;
}

/// From the queue to a confirmed case that somebody handles.
async fn triage(keys: &Keys, world: &World, id: &CaseId) {
    keys.0.go("/queue").await;
    keys.enter(&format!("a[href='/cases/{id}']")).await;
    keys.send("/case/write", &[("body", "Thank you; we see it.")]).await;
    keys.send("/case/judge", &[]).await;
    for line in ["v2", "v3"] {
        let form = format!("form[action$='/release/assess']:has([value='{line}'])");
        keys.write(&format!("{form} [name=affected]"), "Yes").await;
        keys.enter(&format!("{form} button")).await;
    }
    keys.send("/case/validate", &[]).await;
    keys.send("/case/severity", &[("severity", "High")]).await;
    keys.send("/case/accept", &[]).await;
    let case = world.case(id).await;
    assert!(case.handler.is_some() && case.severity.is_some(), "it is taken");
}

/// A second person approves and publishes.
async fn publish(lead: &Keys, second: &Keys, id: &CaseId) {
    let text = [("title", "Two headers end the process"), ("details", "Update, please.")];
    lead.0.go(&format!("/cases/{id}")).await;
    lead.send("/advisory/write", &text).await;
    lead.send("/advisory/request", &[]).await;
    let why = [("reason", "F"), ("because", "All fixes are there.")];
    lead.send("/embargo/end", &why).await;
    second.0.go(&format!("/cases/{id}")).await;
    second.send("/advisory/approve", &[]).await;
    second.send("/embargo/confirm", &[]).await;
    second.send("/advisory/publish", &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_report_is_made_tracked_judged_and_published_by_keyboard_alone() {
    let Some(driver) = driver() else { return };
    let nobody = || Secret::read("part_nobody");
    let world = World::in_file(43).await;
    let scene = Scene::around(world, BTreeMap::new(), [nobody(), nobody()]).await;
    let world = &scene.world;
    let reporter = Keys::of(&driver, &scene, &Reader::nobody()).await;
    let secret = report(&reporter).await;
    track(&reporter, &secret).await;
    let id = world.truth().case_of_secret(&secret.digest()).await.unwrap().unwrap();
    let lead = Keys::of(&driver, &scene, &Reader::staff("lead")).await;
    triage(&lead, world, &id).await;
    // What happens in the project's own repository is not on our pages.
    for line in ["v2", "v3"] {
        let version = if line == "v2" { "2.9.9" } else { "3.9.9" };
        world.fix(&id, ("lead", "founder"), line, version).await;
    }
    let founder = Keys::of(&driver, &scene, &Reader::staff("founder")).await;
    publish(&lead, &founder, &id).await;
    reporter.0.go("/advisories").await;
    reporter.enter("main .advisories a").await;
    reporter.says("Update, please.").await;
    assert!(world.case(&id).await.published.is_some());
    for keys in [reporter, lead, founder] {
        keys.0.close().await;
    }
}
