//! The team's desk in a real browser: lists and filters, bulk moves, the calendar, two writers of one
//! advisory, and the page of a participant. `docs/guide/desk.md` describes it.

use crate::browser::{Window, driver};
use crate::walkthrough::{Site, join};
use app::Ctx;
use domain::access::{Actor, Scope};
use domain::intake::Draft;
use domain::words::CaseId;
use serde_json::{Value, json};

const DESK: (u32, u32) = (1280, 1000);
const PHONE: (u32, u32) = (390, 844);

async fn filed(site: &Site, title: &str) -> (CaseId, String) {
    let today = site.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let rules = site.app.policy.rules_on(today);
    let draft = json!({
        "title": title, "body": "Two headers; watch it go.", "version": "22.22.1",
        "accept_terms": true,
        "accepted_rules": rules.map(|rule| &rule.id).collect::<Vec<_>>(),
    });
    let draft: Draft = serde_json::from_value(draft).unwrap();
    let ctx = Ctx::new(&site.app, Actor::Anonymous, site.now());
    let receipt = app::intake::submit(&ctx, &draft, "page").await.unwrap();
    (CaseId::read(receipt.id.as_str()).unwrap(), receipt.secret)
}

async fn done(site: &Site, login: &str, id: &CaseId, verb: &str, given: Value) {
    let account = site.app.store.account_of_login(login).await.unwrap().unwrap();
    let actor = Actor::Person { account: account.id, roles: account.roles, scope: Scope::whole() };
    let ctx = Ctx::new(&site.app, actor, site.now());
    let (group, name) = verb.split_once(' ').unwrap();
    let verb = app::find_verb(group, name).unwrap();
    let input = app::Input::read(verb, given).unwrap();
    app::perform(&ctx, id, verb, &input, None).await.unwrap_or_else(|e| panic!("{name}: {e}"));
}

/// A filter is typed, kept, and is a tab from then on.
async fn filters(window: &Window) {
    window.go("/queue").await;
    window.picture("desk-queue").await;
    let handled = [("handler", "nobody"), ("due_before", "30d")];
    window.send_where("/queue", ".list-filter", &handled).await;
    assert!(window.text().await.contains("Headers that hang"), "{}", window.text().await);
    window.send("/queue/filters", &[("name", "Nobody, soon")]).await;
    window.picture("desk-queue-filtered").await;
    assert!(window.text().await.contains("You keep this filter as “Nobody, soon”"));
    window.go("/queue?severity=critical&phase=fixing").await;
    assert!(window.text().await.contains("No open case is"), "{}", window.text().await);
    window.picture("desk-queue-empty").await;
    window.go("/queue?due_before=soon").await;
    window.picture("desk-queue-wrong").await;
    assert!(window.text().await.contains("Nothing was listed"));
}

/// Two of three are moved, and the third says why not.
async fn bulk(window: &Window) {
    window.go("/queue").await;
    let tick = "document.querySelectorAll('input[name=case]').forEach(one => one.click())";
    window.script(tick).await;
    window.send("/queue/bulk", &[]).await;
    window.picture("desk-bulk-choose").await;
    window.send("/queue/bulk/case/ask", &[]).await;
    window.send("/queue/bulk/case/ask", &[("body", "Which version is it?")]).await;
    window.picture("desk-bulk-plan").await;
    assert!(window.text().await.contains("2 of 3 can be moved"), "{}", window.text().await);
    window.send("/queue/bulk/case/ask", &[]).await;
    window.picture("desk-bulk-done").await;
    assert!(window.text().await.contains("2 of 2 were moved"), "{}", window.text().await);
}

/// Both write the advisory; the second gets both texts.
async fn two_writers(one: &Window, two: &Window, id: &CaseId) {
    let case = format!("/cases/{id}");
    one.go(&case).await;
    two.go(&case).await;
    let text = "It hangs.\n\nA header does it.\n\nUpdate.";
    one.send("/advisory/write", &[("title", "Headers that hang"), ("details", text)]).await;
    two.go(&case).await;
    one.go(&case).await;
    let mine = text.replace("It hangs.", "It hangs for a minute.");
    let yours = text.replace("It hangs.", "It hangs for ever.").replace("Update.", "Update now.");
    one.send("/advisory/write", &[("details", &mine)]).await;
    two.send("/advisory/write", &[("details", &yours)]).await;
    two.picture("desk-conflict").await;
    let body = two.text().await;
    assert!(body.contains("Nothing was saved yet") && body.contains("Saved meanwhile"), "{body}");
    let merged = two.value("textarea[name=details]", "value").await;
    assert!(merged.contains("<<<<<<< saved") && merged.contains("Update now."), "{merged}");
    let good = "It hangs for a minute, or for ever.\n\nA header does it.\n\nUpdate now.";
    two.send("/advisory/write", &[("details", good)]).await;
    assert!(two.text().await.contains("The advisory was saved."), "{}", two.text().await);
}

/// A vendor is invited, reads the terms, agrees, and wishes for another end.
async fn outside(lead: &Window, vendor: &Window, id: &CaseId) {
    lead.go(&format!("/cases/{id}")).await;
    let given = [("role", "vendor"), ("name", "Vendor One"), ("address", "psirt@vendor.test")];
    lead.send("/participant/invite", &given).await;
    lead.picture("desk-invited").await;
    let secret = lead.value("#secret", "value").await;
    assert!(secret.starts_with("part_"), "{secret}");
    vendor.go("/track").await;
    vendor.send("/track", &[("secret", &secret)]).await;
    vendor.picture("outside-terms").await;
    assert!(vendor.text().await.contains("Read the terms first"), "{}", vendor.text().await);
    vendor.send("/track/embargo/accept", &[]).await;
    vendor.send("/track/participant/answer", &[("body", "We ship it too.")]).await;
    let wish = [("source", "https://forum.example/post/7"), ("what", "public")];
    vendor.send("/track/world/allege", &wish).await;
    vendor.picture("outside-bound").await;
    assert!(vendor.text().await.contains("You agreed to the terms"), "{}", vendor.text().await);
    lead.go(&format!("/cases/{id}")).await;
    lead.script(
        "document.querySelectorAll('#moves, .party details').forEach(d => { d.open = true })",
    )
    .await;
    lead.picture("desk-case").await;
    let body = lead.text().await;
    assert!(body.contains("Vendor One") && body.contains("Bound by the terms"), "{body}");
    assert!(body.contains("ALLEGED") || body.contains("alleged"), "{body}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_desk_works_in_a_real_browser() {
    let Some(driver) = driver() else { return };
    let site = Site::start().await;
    let (ada, bob) = (
        Window::open(&driver, &site.url, DESK).await,
        Window::open(&driver, &site.url, DESK).await,
    );
    let vendor = Window::open(&driver, &site.url, PHONE).await;
    let link = format!("{}/join/{}", site.url, site.first.reveal());
    join(&site, &ada, &link, "ada").await;
    let account = site.app.store.account_of_login("ada").await.unwrap().unwrap();
    let ctx = Ctx::new(
        &site.app,
        Actor::Person { account: account.id, roles: account.roles, scope: Scope::whole() },
        site.now(),
    );
    let second = app::access::invite(&ctx, ["lead".to_owned()].into()).await.unwrap();
    join(&site, &bob, &format!("{}/join/{}", site.url, second.reveal()), "bob").await;
    let (id, reporter) = filed(&site, "Headers that hang").await;
    filed(&site, "Paths that escape").await;
    filed(&site, "A question about a version").await;
    let line = site.app.policy.lines.supported(site.now()).first().expect("a line").id.clone();
    done(&site, "ada", &id, "release assess", json!({ "line": line, "affected": "yes" })).await;
    done(&site, "ada", &id, "case validate", json!({ "because": "we saw it" })).await;
    filters(&ada).await;
    bulk(&ada).await;
    two_writers(&ada, &bob, &id).await;
    outside(&ada, &vendor, &id).await;
    ada.go("/calendar?mine=0").await;
    ada.picture("desk-calendar").await;
    ada.send("/calendar/open", &[("everything", "yes")]).await;
    assert!(ada.value("#address", "value").await.ends_with(".ics"));
    vendor.send("/track/leave", &[]).await;
    vendor.send("/track", &[("secret", &reporter)]).await;
    vendor.picture("outside-reporter").await;
    for window in [ada, bob, vendor] {
        window.close().await;
    }
}
