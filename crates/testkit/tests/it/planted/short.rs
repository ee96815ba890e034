//! Printed by the test beside it, and itself a test.

/// I22: event 1 was erased and still has content
#[tokio::test]
pub(crate) async fn what_is_left() -> Result<(), testkit::Finding> {
    use testkit::*;
    #[rustfmt::skip]
    let steps = [
        report(1, "anonymous", r#"{"title":"two headers end it","body":"two headers end it: send two headers and watch it go.","version":"2.9.7","claim":{},"credit":"","accept_terms":true}"#),
        does("lead", "case redact", 1, r#"{"because":"a name was in it","event":"1"}"#),
    ];
    retell(super::shrinking::world(7).await, &steps).await
}
