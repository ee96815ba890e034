//! Bulk moves and the calendar: plan before anything happens, a line for every case, and a feed
//! that says nothing.

use crate::kit::{Browser, Page};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::words::CaseId;
use serde_json::{Value, json};
use testkit::{World, draft};

async fn three(seed: u64) -> (World, Vec<CaseId>) {
    let world = World::new(seed).await;
    let mut ids = Vec::new();
    for title in ["One of a flood", "Two of a flood", "A real one"] {
        ids.push(world.report(&draft(title)).await.expect("a report").0);
    }
    let (lead, real) = (world.actor("lead"), &ids[2]);
    let line = json!({ "line": "v2", "affected": "yes" });
    world.perform(&lead, "release assess", real, line).await.expect("assessed");
    let why = json!({ "because": "we saw it" });
    world.perform(&lead, "case validate", real, why).await.expect("confirmed");
    (world, ids)
}

fn hidden_all(page: &Page, name: &str) -> Vec<String> {
    let start = format!("name=\"{name}\" value=\"");
    let values = page.body.split(&start).skip(1);
    values.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn many_cases_are_moved_with_one_reason_and_each_has_its_line() {
    let (mut world, ids) = three(601).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let list = lead.get("/queue").await;
    let token = list.hidden("form_token", "action=\"/queue/bulk\"");
    let mut form = vec![("form_token", token.as_str())];
    form.extend(ids.iter().map(|id| ("case", id.as_str())));
    let page = lead.post("/queue/bulk", &form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("/queue/bulk/case/invalidate"), "{}", page.body);
    assert!(!page.body.contains("/queue/bulk/advisory/approve"), "a digest is of one case");
    let path = "/queue/bulk/case/invalidate";
    assert!(lead.post(path, &form).await.body.contains("See what will happen"));
    // Without the one reason there is no plan.
    form.push(("step", "plan"));
    let page = lead.post(path, &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("one for all of them"), "{}", page.body);
    form.push(("because", "one template, no report"));
    let before = world.events(&ids[0]).await.len();
    let plan = lead.post(path, &form).await;
    assert_eq!(plan.status, StatusCode::OK, "{}", plan.body);
    assert!(plan.body.contains("2 of 3 can be moved"), "{}", plan.body);
    assert!(plan.body.contains("the report is confirmed"), "why not: {}", plan.body);
    assert_eq!(world.events(&ids[0]).await.len(), before, "a plan writes nothing");
    // Somebody is faster at one of them: it is listed, and not moved over their heads.
    let note = json!({ "body": "wait, look at this" });
    world.perform(&world.actor("triager"), "case note", &ids[1], note).await.expect("a note");
    let seen = hidden_all(&plan, "seen");
    let key = hidden_all(&plan, "key").pop().expect("a key");
    let mut apply = vec![("form_token", token.as_str()), ("step", "apply"), ("key", &key)];
    apply.push(("because", "one template, no report"));
    apply.extend(seen.iter().map(|seen| ("seen", seen.as_str())));
    let done = lead.post(path, &apply).await;
    assert!(done.body.contains("1 of 2 were moved"), "{}", done.body);
    assert!(done.body.contains("moved on to version"), "{}", done.body);
    let moved = world.events(&ids[0]).await.len();
    lead.post(path, &apply).await;
    assert_eq!(world.events(&ids[0]).await.len(), moved, "the same form twice moves nothing twice");
}

#[tokio::test]
async fn hostile_bulk_forms_move_nothing() {
    let (mut world, ids) = three(602).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let token = lead.get("/queue").await.hidden("form_token", "action=\"/queue/bulk\"");
    let token = ("form_token", token.as_str());
    let nobody = CaseId::from_chance([7; 16]);
    let form = [token, ("case", nobody.as_str()), ("step", "plan"), ("because", "x")];
    let page = lead.post("/queue/bulk/case/invalidate", &form).await;
    assert!(
        page.body.contains("0 of 1 can be moved") && page.body.contains("There is nothing here")
    );
    for (path, extra) in [
        ("/queue/bulk/case/invalidate", ("case", "../etc")),
        ("/queue/bulk/advisory/approve", ("case", ids[0].as_str())),
        ("/queue/bulk/case/answer", ("case", ids[0].as_str())),
        ("/queue/bulk/no/verb", ("case", ids[0].as_str())),
    ] {
        let page = lead.post(path, &[token, extra, ("step", "apply"), ("because", "x")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
    }
    let many: Vec<String> =
        (0..=200_u8).map(|n| CaseId::from_chance([n; 16]).to_string()).collect();
    let mut form = vec![token, ("step", "plan"), ("because", "x")];
    form.extend(many.iter().map(|id| ("case", id.as_str())));
    let page = lead.post("/queue/bulk/case/invalidate", &form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut founder = Browser::of(&mut world, "triager").await;
    assert_eq!(founder.post("/queue/bulk", &form).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_api_plans_and_applies_and_says_why_not() {
    let (world, ids) = three(603).await;
    let token = app::access::issue_token(&world.ctx(&world.actor("lead")), "test", 5).await;
    let bearer = format!("Bearer {}", token.expect("a token").reveal());
    let mut browser = Browser::at(&world);
    let ask = |method: &str, path: &str, body: Value| {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::AUTHORIZATION, &bearer);
        request.body(Body::from(body.to_string())).expect("a request")
    };
    let cases: Vec<Value> = ids.iter().map(|id| json!({ "case": id })).collect();
    let body = json!({ "verb": "case invalidate", "cases": cases, "fields": { "because": "x" } });
    let page = browser.send(ask("POST", "/api/v1/cases/bulk", body)).await;
    let plan: Value = serde_json::from_str(&page.body).expect("JSON");
    let good = plan["cases"].as_array().expect("cases").iter();
    let good: Vec<&Value> = good.filter(|one| one["why_not"].is_null()).collect();
    assert_eq!((plan["applied"].as_bool(), good.len()), (Some(false), 2), "{plan}");
    let body = json!({ "verb": "case invalidate", "cases": cases, "apply": true,
        "fields": { "because": "x" } });
    let page = browser.send(ask("POST", "/api/v1/cases/bulk", body)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "no version was looked at");
    let path = format!("/api/v1/cases/{}/moves", ids[0]);
    let page = browser.send(ask("GET", &path, json!({}))).await;
    let moves: Value = serde_json::from_str(&page.body).expect("JSON");
    let find = |name: &str| {
        let all = moves["moves"].as_array().expect("moves").iter();
        all.clone().find(|one| one["verb"] == name).cloned().unwrap_or_default()
    };
    assert_eq!(find("case invalidate")["possible"], true, "{moves}");
    assert_eq!(find("case accept")["possible"], false, "{moves}");
    assert_eq!(find("release review")["possible"], false, "there is no fix: {moves}");
    assert!(find("case accept")["why_not"]["says"].as_str().is_some_and(|says| !says.is_empty()));
    let nobody = browser.get(&path).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_month_shows_what_is_due_and_which_embargoes_end() {
    let (mut world, _) = three(604).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let page = lead.get("/calendar?month=2026-04").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("April 2026") && page.body.contains("Embargo ends"));
    assert!(page.body.contains("One of a flood") && page.body.contains("2026-04-16 09:00 UTC"));
    assert!(lead.get("/calendar?month=2031-02").await.body.contains("Nothing is due"));
    for bad in ["x", "2026-13", "99999-01", "-1-01", "2026-1x", "1999-12", "%00"] {
        let page = lead.get(&format!("/calendar?month={bad}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{bad}");
    }
    assert_eq!(Browser::at(&world).get("/calendar").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_feed_has_dates_and_references_and_nothing_else_until_it_is_closed() {
    let (mut world, ids) = three(605).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    let token = lead.get("/calendar").await.hidden("form_token", "action=\"/calendar/open\"");
    let form = [("form_token", token.as_str()), ("everything", "yes")];
    let page = lead.post("/calendar/open", &form).await;
    assert_eq!(page.status, StatusCode::CREATED, "{}", page.body);
    let address = |page: &Page| {
        let at = page.body.find("/calendar/cal_").expect("an address");
        page.body[at..].split('<').next().expect("its end").to_owned()
    };
    let first = address(&page);
    let mut program = Browser::at(&world);
    let feed = program.get(&first).await;
    assert_eq!(feed.status, StatusCode::OK, "{}", feed.body);
    assert_eq!(feed.header("content-type"), "text/calendar; charset=utf-8");
    assert!(
        feed.body.contains("SUMMARY:Embargo ends")
            && feed.body.contains("DTSTART:20260416T090000Z")
    );
    for id in &ids {
        assert!(!feed.body.contains(id.as_str()), "{}", feed.body);
    }
    for kept in ["flood", "real", "critical", "http", "lead"] {
        let own = feed.body.lines().filter(|line| !line.starts_with("PRODID"));
        assert!(!own.clone().any(|line| line.contains(kept)), "{kept}: {}", feed.body);
    }
    assert!(!lead.get("/calendar").await.body.contains("cal_"), "an address is shown once");
    let second = address(&lead.post("/calendar/open", &form).await);
    let never = format!("/calendar/cal_{}.ics", "0".repeat(64));
    let wrong = program.get(&never).await;
    assert_eq!(wrong.status, StatusCode::NOT_FOUND);
    lead.post("/calendar/close", &form[..1]).await;
    for path in [&first, &second, &first.replace(".ics", ""), &"/calendar/x.ics".to_owned()] {
        let page = program.get(path).await;
        assert_eq!((page.status, &page.body), (wrong.status, &wrong.body), "{path}");
    }
}

#[tokio::test]
async fn who_reads_cases_without_notes_sees_the_case_and_no_reasons() {
    let mut world = World::new(47).await;
    let (id, _) = world.report(&draft("Half a view")).await.expect("a report");
    let cookies = Browser::of(&mut world, "reviewer").await.cookies;
    let mut policy = (*world.app.policy).clone();
    for role in policy.roles.0.values_mut() {
        role.may.remove(&domain::access::Action::ReadNotes);
    }
    for (policy, reasons) in [((*world.app.policy).clone(), true), (policy, false)] {
        let mut browser = Browser::with_policy(&world, policy);
        browser.cookies = cookies.clone();
        let page = browser.get(&format!("/cases/{id}")).await;
        assert_eq!((page.status, page.body.contains("id=\"moves\"")), (StatusCode::OK, reasons));
        assert!(page.body.contains("Half a view"));
    }
}
