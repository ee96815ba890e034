//! The severity on the work page: its form asks for a reason where one is due, and shows it.

use crate::kit::Browser;
use axum::http::StatusCode;
use testkit::{World, draft};

#[tokio::test]
async fn a_rating_other_than_its_vectors_needs_a_reason_on_the_page_too() {
    let mut world = World::new(40).await;
    let (id, _) = world.report(&draft("It hangs")).await.unwrap();
    let mut lead = Browser::of(&mut world, "lead").await;
    let (path, to) = (format!("/cases/{id}"), format!("/cases/{id}/case/severity"));
    for (vector, because, status, says) in [
        ("CVSS:3.1/AV:N/<b>", "", StatusCode::CONFLICT, "is not a metric and its value"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H", "", StatusCode::CONFLICT, "give a reason"),
        (
            "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
            "Only <i>here</i>.",
            StatusCode::SEE_OTHER,
            "",
        ),
    ] {
        let page = lead.get(&path).await;
        let below = "action=\"/cases/";
        let token = page.hidden("form_token", below);
        let version = page.hidden("expected_version", below);
        let form = [
            ("form_token", token.as_str()),
            ("expected_version", &version),
            ("severity", "low"),
            ("vector", vector),
            ("because", because),
        ];
        let page = lead.post(&to, &form).await;
        assert_eq!(page.status, status, "{}", page.body);
        assert!(page.body.contains(says) && !page.body.contains("<b>\""), "{}", page.body);
    }
    let page = lead.get(&path).await;
    assert!(page.body.contains("which is high"), "{}", page.body);
    assert!(page.body.contains("Only &#60;i&#62;here"), "{}", page.body);
    assert!(page.body.contains("The policy suggests: High."), "{}", page.body);
    let rule = "<code>S-FLAG</code> may change it: ";
    assert!(page.body.contains(rule), "{}", page.body);
}
