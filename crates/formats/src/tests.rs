//! The small parts, each by itself.

use crate::version::Version;
use crate::{address, cvss, markdown};

#[test]
fn versions_are_read_as_npm_reads_them() {
    let cases = [
        ("22.4.0", Some("22.4.0")),
        (" v22.4 ", Some("22.4.0")),
        ("22", Some("22.0.0")),
        ("1.2.3-rc.1+build.7", Some("1.2.3-rc.1+build.7")),
        ("1.2.3+b", Some("1.2.3+b")),
        ("", None),
        ("1.2.3.4", None),
        ("01.2.3", None),
        ("1.2.3-", None),
        ("1.2.3-01", None),
        ("1.2.3-rc_1", None),
        ("1..3", None),
        ("9007199254740992.0.0", None),
        ("pier-3", None),
    ];
    for (text, wanted) in cases {
        assert_eq!(Version::read(text).map(|v| v.to_string()).as_deref(), wanted, "{text:?}");
    }
}

#[test]
fn only_whole_vectors_have_a_type() {
    let v4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:H/SC:N/SI:N/SA:N";
    let cases = [
        ("CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H".to_owned(), Some("CVSS_V3")),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H/AV:L".to_owned(), None),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N".to_owned(), None),
        (v4.to_owned(), Some("CVSS_V4")),
        (format!("{v4}/U:Clear"), Some("CVSS_V4")),
        (format!("{v4}/U:Blue"), None),
        (format!("{v4}/U:Clear/E:A"), None),
        ("AV:N/AC:L/Au:N/C:N/I:N/A:P".to_owned(), None),
    ];
    for (vector, wanted) in cases {
        assert_eq!(cvss::osv_type(&vector), wanted, "{vector}");
    }
}

#[test]
fn an_address_is_escaped_once() {
    let cases = [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("https://a.example/<b>\"é", "https://a.example/%3Cb%3E%22%C3%A9"),
        ("https://a.example/%41%4", "https://a.example/%41%254"),
        ("https://[::1]/[b]#c#d", "https://[::1]/%5Bb%5D#c%23d"),
    ];
    for (url, wanted) in cases {
        assert_eq!(address::uri(url), wanted);
        assert_eq!(address::uri(wanted), wanted);
    }
}

#[test]
fn a_host_is_found_in_web_and_mail_addresses() {
    let host = |text: &str| address::host(text);
    assert_eq!(host("https://user@Node.example:8443/x").as_deref(), Some("node.example"));
    assert_eq!(host("security@lantern.example").as_deref(), Some("lantern.example"));
    assert_eq!(host("https://<x>/"), None);
    assert_eq!(host(""), None);
}

#[test]
fn a_fence_that_was_left_open_is_closed() {
    assert_eq!(markdown::settled("```\ncode"), "```\ncode\n```");
}

#[test]
fn a_text_too_deep_to_read_is_kept_as_it_was_typed() {
    let deep = format!("{}x", ">".repeat(200));
    assert_eq!(markdown::settled(&deep), format!("```\n{deep}\n```"));
    assert!(markdown::to_html(&deep).starts_with("<pre>&gt;&gt;"));
}
