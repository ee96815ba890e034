//! Pages in other languages: which one is chosen and kept, what is said in it, and what stays as it is.

use crate::kit::{Browser, published};
use axum::http::{Method, StatusCode};
use testkit::{World, draft};

const SPANISH: &[(&str, &str)] = &[("accept-language", "es-MX, en;q=0.5")];
const ARABIC: &[(&str, &str)] = &[("accept-language", "ar")];

#[tokio::test]
async fn a_browser_is_answered_in_the_language_that_it_asks_for() {
    let world = World::new(3).await;
    let mut browser = Browser::at(&world);
    let english = browser.get("/").await;
    assert!(english.body.contains("<html lang=\"en\" dir=\"ltr\">"), "{}", english.body);
    let spanish = browser.ask(Method::GET, "/", SPANISH).await;
    assert!(spanish.body.contains("<html lang=\"es\" dir=\"ltr\">"));
    assert!(spanish.body.contains("Informar de una vulnerabilidad"));
    let arabic = browser.ask(Method::GET, "/", ARABIC).await;
    assert!(arabic.body.contains("<html lang=\"ar\" dir=\"rtl\">"));
    let other = browser.ask(Method::GET, "/", &[("accept-language", "tlh, *")]).await;
    assert_eq!(other.body, english.body, "a language that nobody wrote is English");
    for (page, tag) in [(&english, "en"), (&spanish, "es"), (&arabic, "ar")] {
        assert_eq!(page.header("content-language"), tag);
        assert_eq!(page.header("vary"), "Accept-Language, Cookie");
        assert_eq!(page.header("cache-control"), "public, max-age=60");
    }
    assert_ne!(english.header("etag"), spanish.header("etag"));
}

#[tokio::test]
async fn the_same_bytes_in_a_language_are_not_sent_again() {
    let world = World::new(3).await;
    let mut browser = Browser::at(&world);
    let tag = browser.ask(Method::GET, "/", SPANISH).await.header("etag").to_owned();
    let known = |language: &'static str| [("accept-language", language), ("if-none-match", &*tag)];
    let again = browser.ask(Method::GET, "/", &known("es")).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    assert_eq!(again.header("vary"), "Accept-Language, Cookie");
    assert_eq!(browser.ask(Method::GET, "/", &known("ar")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn public_pages_depend_on_the_language_and_on_nothing_else_of_who_asks() {
    let mut world = World::new(3).await;
    let (_, secret) = world.report(&draft("a secret")).await.unwrap();
    let mut nobody = Browser::at(&world);
    let mut reporter = Browser::at(&world);
    reporter.post("/track", &[("secret", secret.reveal())]).await;
    let mut lead = Browser::of(&mut world, "lead").await;
    for path in ["/", "/advisories", "/policy", "/policy/clauses"] {
        let wanted = nobody.ask(Method::GET, path, ARABIC).await;
        for browser in [&mut reporter, &mut lead] {
            let page = browser.ask(Method::GET, path, ARABIC).await;
            assert_eq!(page.body, wanted.body, "{path}");
            assert_eq!(page.headers, wanted.headers, "{path}");
        }
    }
}

#[tokio::test]
async fn a_choice_is_kept_and_leads_to_the_same_page() {
    let world = World::new(3).await;
    let mut browser = Browser::at(&world);
    let page = browser.get("/advisories").await;
    let link = "<a href=\"?lang=ar\" lang=\"ar\" hreflang=\"ar\" dir=\"rtl\" rel=\"nofollow\">";
    assert!(page.body.contains(link), "{}", page.body);
    let chosen = browser.get("/advisories?below=7&lang=ar").await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert_eq!(chosen.header("location"), "/advisories?below=7");
    assert_eq!(chosen.header("cache-control"), "no-store");
    let cookie = chosen.header("set-cookie");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let page = browser.ask(Method::GET, "/", SPANISH).await;
    assert!(
        page.body.contains("<html lang=\"ar\""),
        "what was chosen goes before what is asked for"
    );
    let unknown = browser.get("/advisories?lang=tlh").await;
    assert_eq!(unknown.status, StatusCode::OK);
    browser.cookies.insert("vulnerary-language".to_owned(), "\"><script>".to_owned());
    assert!(browser.get("/").await.body.contains("<html lang=\"en\""));
}

#[tokio::test]
async fn a_choice_leads_nowhere_else() {
    let world = World::new(3).await;
    let mut browser = Browser::at(&world);
    for path in ["//elsewhere.example?lang=es", "/nothing?lang=es", "/api/v1/advisories?lang=es"] {
        let page = browser.get(path).await;
        assert_ne!(page.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(page.header("set-cookie"), "", "{path}");
    }
    let sent = browser.post("/report?lang=es", &[("title", "x")]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "what is sent is not asked twice");
}

#[tokio::test]
async fn a_form_says_what_is_wrong_in_the_language_of_its_page() {
    let world = World::new(3).await;
    let mut browser = Browser::at(&world);
    browser.cookies.insert("vulnerary-language".to_owned(), "es".to_owned());
    let page = browser.post("/report", &[("title", "t"), ("body", ""), ("version", "")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Todavía no se ha enviado nada"), "{}", page.body);
    for says in ["Diga cómo se ve, y qué cuesta y a quién.", "Diga en qué versión lo vio."] {
        assert!(page.body.contains(says), "{says}: {}", page.body);
    }
    assert!(!page.body.contains("?lang="), "a choice would lose what was typed");
    for field in ["name=\"title\"", "name=\"body\"", "name=\"version\"", "name=\"accept_terms\""] {
        assert!(page.body.contains(field), "{field}");
    }
    let filed = [("title", "A title"), ("body", "A body"), ("version", "3.1.4")];
    let receipt = browser.post("/report", &filed).await;
    assert_eq!(receipt.status, StatusCode::CREATED, "{}", receipt.body);
    assert!(receipt.body.contains("Guarde este secreto ahora: se muestra una sola vez"));
    assert!(!receipt.body.contains("?lang="), "a choice would lose the secret");
    let secret = receipt.body.split("track_").nth(1).unwrap();
    let secret = format!("track_{}", secret.split('<').next().unwrap());
    browser.post("/track", &[("secret", &secret)]).await;
    let page = browser.get("/track").await;
    assert!(page.body.contains("El equipo está examinando su informe."), "{}", page.body);
    assert!(page.body.contains("Escribir al equipo"));
    let token = page.hidden("form_token", "id=\"case-answer\"");
    let form = [("form_token", &*token), ("key", "k"), ("body", "words")];
    browser.post("/track/case/answer", &form).await;
    let page = browser.get("/track?done=case-answer").await;
    assert!(page.body.contains("Su mensaje se ha enviado."), "{}", page.body);
}

#[tokio::test]
async fn no_complaint_about_a_report_is_left_in_english() {
    let world = World::new(3).await;
    let mut policy = (*world.app.policy).clone();
    policy.rules_required = true;
    policy.handling.fields = vec![domain::policy::ReportField {
        id: "steps".to_owned(),
        title: "Steps".to_owned(),
        says: "Every step.".to_owned(),
        wanted: true,
        file: true,
    }];
    let mut browser = Browser::with_policy(&world, policy);
    browser.cookies.insert("vulnerary-language".to_owned(), "es".to_owned());
    let long = "x".repeat(60_000);
    let too_long = [("title", &*long), ("body", &long), ("version", &long), ("credit", &long)];
    let lacks = [("title", "t"), ("body", "b"), ("version", "1")];
    let of_form = [&[][..], &too_long, &lacks];
    let mut said = 0;
    for form in of_form {
        let page = browser.post("/report", form).await;
        let errors = page.body.split("class=\"errors\"").nth(1).expect("errors");
        let errors = errors.split("</div>").next().unwrap();
        assert!(!errors.contains("lang=\"en\""), "{errors}");
        said += errors.matches("<li>").count();
    }
    assert!(said > 8, "{said}");
}

#[tokio::test]
async fn texts_of_the_policy_and_of_people_keep_their_language() {
    let mut world = World::new(3).await;
    let id = published(&mut world).await;
    let id = app::case::show(&world.ctx(&world.actor("lead")), &id).await.unwrap();
    let id = id.case.published.unwrap().id;
    let mut browser = Browser::at(&world);
    let page = browser.ask(Method::GET, &format!("/advisories/{id}"), ARABIC).await;
    let title = "<h1 lang=\"en\" dir=\"ltr\">Headers &#60;b&#62;hang";
    assert!(page.body.contains(title), "{}", page.body);
    assert!(page.body.contains("<div class=\"prose\" lang=\"en\" dir=\"ltr\">"));
    let page = browser.get(&format!("/advisories/{id}")).await;
    assert!(!page.body.contains("<h1 lang"), "in English nothing is said of it");
}

#[tokio::test]
async fn pages_of_the_team_and_the_api_speak_english() {
    let mut world = World::new(3).await;
    world.report(&draft("a case")).await.unwrap();
    let mut browser = Browser::of(&mut world, "lead").await;
    let english = browser.get("/queue").await;
    let page = browser.ask(Method::GET, "/queue", SPANISH).await;
    assert_eq!(page.body, english.body);
    assert!(page.body.contains("<html lang=\"en\" dir=\"ltr\">"));
    assert!(!page.body.contains("?lang="));
    let program = browser.get("/api/v1/advisories").await;
    assert_eq!(browser.ask(Method::GET, "/api/v1/advisories", ARABIC).await.body, program.body);
}

#[tokio::test]
async fn what_is_not_there_looks_the_same_in_every_language() {
    let world = World::new(3).await;
    let (id, _) = world.report(&draft("a case")).await.unwrap();
    let mut browser = Browser::at(&world);
    for language in [SPANISH, ARABIC] {
        let none = browser.ask(Method::GET, "/policy/clauses/NOTHING", language).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
        for path in [format!("/advisories/{id}"), "/nothing".to_owned(), format!("/join/{id}")] {
            let page = browser.ask(Method::GET, &path, language).await;
            assert_eq!((page.status, &page.body), (StatusCode::NOT_FOUND, &none.body), "{path}");
            assert_eq!(page.headers, none.headers, "{path}");
        }
    }
}

#[tokio::test]
async fn the_policy_s_language_is_spoken_to_who_asks_for_none() {
    let world = World::new(3).await;
    let mut policy = (*world.app.policy).clone();
    policy.security_txt.languages = vec!["es".to_owned(), "en".to_owned()];
    let mut browser = Browser::with_policy(&world, policy);
    let page = browser.get("/").await;
    assert!(page.body.contains("<html lang=\"es\""), "{}", page.body);
    let page = browser.ask(Method::GET, "/", &[("accept-language", "en")]).await;
    assert!(page.body.contains("<html lang=\"en\""));
    assert!(page.body.contains(" lang=\"es\" dir=\"ltr\">"), "the policy is in Spanish");
}
