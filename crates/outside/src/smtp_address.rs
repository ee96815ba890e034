//! Where mail is handed over: `smtps://` with TLS from the start, `smtp://` with STARTTLS. Without
//! TLS only on this machine.

use std::net::IpAddr;

/// How the way there is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secured {
    /// TLS from the first byte.
    FromTheStart,
    /// STARTTLS, without which nothing is sent.
    BeforeAnything,
    /// Not: it does not leave this machine.
    Not,
}

/// A server that takes mail.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpAddress {
    host: String,
    port: u16,
    secured: Secured,
    login: Option<(String, String)>,
}

// Without the password.
impl std::fmt::Debug for SmtpAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.secured)
    }
}

impl SmtpAddress {
    /// From `smtps://NAME:PASSWORD@HOST:PORT` or `smtp://…`; name and password as in any URL, with
    /// `%40` for an @. The port is 465, or 587, or 25 on this machine, when left out.
    pub fn read(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text.split_once("://").ok_or(FORM)?;
        let wrapped = match scheme {
            "smtps" => true,
            "smtp" => false,
            _ => return Err(FORM.to_owned()),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (login, server) = match rest.rsplit_once('@') {
            Some((login, server)) => (Some(login), server),
            None => (None, rest),
        };
        let (host, port) = server_of(server)?;
        let secured = match (wrapped, is_this_machine(&host)) {
            (true, _) => Secured::FromTheStart,
            (false, true) => Secured::Not,
            (false, false) => Secured::BeforeAnything,
        };
        let login = login.map(login_of).transpose()?;
        let usual = match secured {
            Secured::FromTheStart => 465,
            Secured::BeforeAnything => 587,
            Secured::Not => 25,
        };
        Ok(Self { host, port: port.unwrap_or(usual), secured, login })
    }

    /// The server's name.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the way there is secured.
    pub fn secured(&self) -> Secured {
        self.secured
    }

    /// Name and password.
    pub fn login(&self) -> Option<(&str, &str)> {
        self.login.as_ref().map(|(name, password)| (name.as_str(), password.as_str()))
    }
}

const FORM: &str = "an address such as smtps://NAME:PASSWORD@mail.example.org:465 or \
                    smtp://127.0.0.1:25";

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn server_of(text: &str) -> Result<(String, Option<u16>), String> {
    // An IPv6 address stands in brackets.
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    if host.is_empty() || !host.chars().all(plain) {
        return Err(FORM.to_owned());
    }
    let port = port.map(|port| port.parse::<u16>().map_err(|_| "a port is a number up to 65535"));
    Ok((host.to_owned(), port.transpose()?))
}

fn login_of(text: &str) -> Result<(String, String), String> {
    let (name, password) =
        text.split_once(':').ok_or("a name stands with a password: NAME:PASSWORD@")?;
    Ok((unescaped(name)?, unescaped(password)?))
}

/// `%40` is an @.
fn unescaped(text: &str) -> Result<String, String> {
    let bad = || "after % stand two hexadecimal digits".to_owned();
    let (mut bytes, mut rest) = (Vec::new(), text);
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.as_bytes());
        let digits = after.get(..2).ok_or_else(bad)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| bad())?);
        rest = &after[2..];
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8(bytes).map_err(|_| "name and password are UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_of_this_machine_nothing_is_sent_without_tls() {
        let secured = |text: &str| SmtpAddress::read(text).unwrap().secured();
        assert_eq!(secured("smtp://mail.example.org"), Secured::BeforeAnything);
        assert_eq!(secured("smtp://10.0.0.7:25"), Secured::BeforeAnything);
        assert_eq!(secured("smtp://127.0.0.1.example.org"), Secured::BeforeAnything);
        assert_eq!(secured("smtps://mail.example.org"), Secured::FromTheStart);
        assert_eq!(secured("smtp://127.0.0.1:2525"), Secured::Not);
        assert_eq!(secured("smtp://[::1]:2525"), Secured::Not);
        assert_eq!(secured("smtp://localhost"), Secured::Not);
    }

    #[test]
    fn a_name_and_a_password_are_read_and_never_printed() {
        let at = SmtpAddress::read("smtps://bot%40acme:p%3Ass@mail.example.org/").unwrap();
        assert_eq!(at.login(), Some(("bot@acme", "p:ss")));
        assert_eq!((at.host(), at.port()), ("mail.example.org", 465));
        assert!(!format!("{at:?}").contains("p:ss"));
    }

    #[test]
    fn what_is_no_address_of_a_server_is_told_with_one_that_is() {
        for wrong in ["mail.example.org", "http://a", "smtp://", "smtp://a b", "smtp://x@y"] {
            assert!(SmtpAddress::read(wrong).is_err(), "{wrong}");
        }
        assert!(SmtpAddress::read("smtp://a:99999").unwrap_err().contains("65535"));
    }
}
