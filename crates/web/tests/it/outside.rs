//! The page of a participant: the terms, their own channel, and nothing of anybody else's.

use crate::kit::{Browser, Page};
use axum::http::StatusCode;
use domain::words::{CaseId, Secret};
use serde_json::json;
use testkit::{World, draft};

/// A case whose embargo holds, with its reporter's secret.
async fn bound(seed: u64) -> (World, CaseId, Secret) {
    let world = World::new(seed).await;
    let (id, secret) = world.report(&draft("Headers hang it")).await.expect("a report");
    assert!(world.case(&id).await.embargo.state.binds(), "the default terms were accepted");
    (world, id, secret)
}

async fn act(lead: &mut Browser, id: &CaseId, verb: &str, given: &[(&str, &str)]) -> Page {
    let page = lead.get(&format!("/cases/{id}")).await;
    let below = format!("id=\"{}", verb.replace('/', "-"));
    let (token, version) =
        (page.hidden("form_token", &below), page.hidden("expected_version", &below));
    let mut form = vec![("form_token", token.as_str()), ("expected_version", version.as_str())];
    form.extend_from_slice(given);
    lead.post(&format!("/cases/{id}/{verb}"), &form).await
}

fn secret_in(page: &Page) -> String {
    let at = page.body.find("part_").unwrap_or_else(|| panic!("a secret in {}", page.body));
    page.body[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

async fn invited(lead: &mut Browser, id: &CaseId, name: &str) -> String {
    let given = [("role", "vendor"), ("name", name), ("because", "you ship it too")];
    let page = act(lead, id, "participant/invite", &given).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.body);
    secret_in(&page)
}

async fn opened(world: &World, secret: &str) -> Browser {
    let mut browser = Browser::at(world);
    let page = browser.post("/track", &[("secret", secret)]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    browser
}

async fn answer(browser: &mut Browser, verb: &str, given: &[(&str, &str)]) -> Page {
    let page = browser.get("/track").await;
    let below = format!("action=\"/track/{verb}\"");
    let token = page.hidden("form_token", &below);
    let mut form = vec![("form_token", token.as_str())];
    let terms = if page.body[page.body.find(&below).expect("the form")..].contains("name=\"terms\"")
        && verb == "embargo/accept"
    {
        page.hidden("terms", &below)
    } else {
        String::new()
    };
    if !terms.is_empty() {
        form.push(("terms", &terms));
    }
    form.extend_from_slice(given);
    browser.post(&format!("/track/{verb}"), &form).await
}

#[tokio::test]
async fn an_invited_vendor_reads_the_terms_and_no_content_until_they_agree() {
    let (mut world, id, _) = bound(501).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let secret = invited(&mut lead, &id, "Vendor <b>one</b>").await;
    let again = lead.get(&format!("/cases/{id}")).await;
    assert!(!again.body.contains(&secret), "a secret is shown once");
    assert!(again.body.contains("Vendor &#60;b&#62;one&#60;/b&#62;"), "{}", again.body);
    let mut vendor = opened(&world, &secret).await;
    let page = vendor.get("/track").await;
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.body.contains("You are invited as a vendor"), "{}", page.body);
    for kept in ["Headers hang it", "Version", id.as_str()] {
        assert!(!page.body.contains(kept), "{kept}: {}", page.body);
    }
    // The team cannot write to them before they agree (I6).
    let party = world.case(&id).await.parties.keys().next().expect("a participant").to_string();
    let text = json!({ "party": party, "body": "it is the header parser" });
    let lead_actor = world.actor("lead");
    let early = world.perform(&lead_actor, "participant write", &id, text.clone()).await;
    assert!(early.is_err_and(|error| error.to_string().contains("not accepted the terms")));
    let page = answer(&mut vendor, "embargo/accept", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    world.perform(&lead_actor, "participant write", &id, text).await.expect("they signed");
    let page = vendor.get("/track").await;
    assert!(page.body.contains("it is the header parser") && page.body.contains("You agreed"));
    let page =
        answer(&mut vendor, "participant/answer", &[("body", "we fix it <i>soon</i>")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let seen = lead.get(&format!("/cases/{id}")).await;
    assert!(seen.body.contains("we fix it &#60;i&#62;soon&#60;/i&#62;"), "{}", seen.body);
}

#[tokio::test]
async fn participants_and_the_reporter_never_see_each_other() {
    let (mut world, id, reporter) = bound(502).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let one = invited(&mut lead, &id, "Alpha Vendor").await;
    let two = invited(&mut lead, &id, "Beta Vendor").await;
    let mut alpha = opened(&world, &one).await;
    let mut beta = opened(&world, &two).await;
    answer(&mut alpha, "embargo/accept", &[]).await;
    let said = answer(&mut alpha, "participant/answer", &[("body", "alphas words")]).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    let given = [("ends_at", "2026-04-25T09:00"), ("because", "alphas wish")];
    let wish = answer(&mut alpha, "embargo/propose", &given).await;
    assert_eq!(wish.status, StatusCode::SEE_OTHER, "{}", wish.body);
    assert!(alpha.get("/track").await.body.contains("You propose"));
    let mut first = opened(&world, reporter.reveal()).await;
    for browser in [&mut beta, &mut first] {
        let page = browser.get("/track").await;
        for kept in ["alphas words", "alphas wish", "Alpha", "2026-04-25"] {
            assert!(!page.body.contains(kept), "{kept}: {}", page.body);
        }
    }
    let seen = lead.get(&format!("/cases/{id}")).await;
    assert!(seen.body.contains("Alpha Vendor") && seen.body.contains("2026-04-25"));
}

#[tokio::test]
async fn who_declines_or_leaves_gets_nothing_new_and_keeps_their_text() {
    let (mut world, id, _) = bound(503).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let secret = invited(&mut lead, &id, "Vendor").await;
    let mut vendor = opened(&world, &secret).await;
    let page = answer(&mut vendor, "participant/decline", &[("because", "not us")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(vendor.get("/track").await.body.contains("You declined"));
    let page = answer(&mut vendor, "participant/leave", &[]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    assert!(vendor.get("/track").await.body.contains("Nothing new reaches you"));
    for verb in ["case/note", "advisory/write", "case/close", "embargo/end", "participant/remove"] {
        let page = vendor.get("/track").await;
        let token = page.hidden("form_token", "action=\"/track/");
        let form = [("form_token", token.as_str()), ("body", "x"), ("because", "x")];
        let page = vendor.post(&format!("/track/{verb}"), &form).await;
        assert!(page.status.is_client_error(), "{verb}: {}", page.status);
    }
}

#[tokio::test]
async fn a_wrong_secret_and_one_whose_access_ended_open_nothing_alike() {
    let (mut world, id, _) = bound(504).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let secret = invited(&mut lead, &id, "Vendor").await;
    let party = world.case(&id).await.parties.keys().next().expect("a participant").to_string();
    let gone = json!({ "party": party, "because": "they spoke" });
    world.perform(&world.actor("lead"), "participant remove", &id, gone).await.expect("removed");
    let mut browser = Browser::at(&world);
    let ended = browser.post("/track", &[("secret", &secret)]).await;
    let never = format!("part_{}", "0".repeat(64));
    let wrong = browser.post("/track", &[("secret", &never)]).await;
    assert_eq!((ended.status, &ended.body), (wrong.status, &wrong.body));
    assert_eq!(ended.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_page_says_what_can_be_done_and_why_the_rest_cannot() {
    let (mut world, id, _) = bound(505).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let page = lead.get(&format!("/cases/{id}")).await;
    let at = page.body.find("id=\"moves\"").expect("the list");
    let list = &page.body[at..page.body[at..].find("</details>").expect("its end") + at];
    let (now, not) = list.split_once("Not now, and why").expect("two lists");
    for name in ["case ask", "case note", "embargo end", "world allege", "participant invite"] {
        assert!(now.contains(&format!("<code>{name}</code>")), "{name}: {now}");
    }
    for (name, says) in [
        ("case accept", "the report is received, not"),
        ("advisory write", "not confirmed"),
        ("embargo confirm", ""),
    ] {
        assert!(not.contains(&format!("<code>{name}</code>")), "{name}: {not}");
        assert!(not.contains(says), "{says}: {not}");
    }
    assert!(!list.contains("case answer") && !list.contains("case withdraw"), "{list}");
}
