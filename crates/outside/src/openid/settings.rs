//! The file that names a provider. What is wrong in it is said with the name of the setting.

use super::reach::may_go;
use crate::text_file::read_text;
use app::ports::sign_on::{ClaimRule, SignOnRules};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// More than any such file has.
const FILE_MAX: usize = 64 * 1024;

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    issuer: String,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    require: Vec<String>,
    #[serde(default)]
    second_factor: Vec<String>,
}

/// What it says.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) secret: Option<String>,
    pub(super) scopes: Vec<String>,
    pub(super) rules: SignOnRules,
}

impl Settings {
    pub(super) fn read(path: &Path, secret: Option<&str>) -> Result<Self, String> {
        let file = read_text(path, FILE_MAX)?;
        let at = |says: String| format!("{}: {says}", path.display());
        let file: File = toml::from_str(&file).map_err(|error| at(error.to_string()))?;
        for (setting, text, most) in [("name", &file.name, 40), ("client_id", &file.client_id, 500)]
        {
            let length = text.chars().count();
            if text.trim().is_empty() || length > most || text.chars().any(char::is_control) {
                return Err(at(format!("{setting}: 1 to {most} characters on one line")));
            }
        }
        may_go(&file.issuer).map_err(|says| at(format!("issuer: {says}")))?;
        if file.issuer.contains(['?', '#']) {
            return Err(at("issuer: an address without ? and #".to_owned()));
        }
        let rules = |setting: &str, texts: &[String]| {
            let each = texts.iter().map(|text| {
                ClaimRule::read(text).ok_or_else(|| {
                    let like = "CLAIM is VALUE, or CLAIM contains VALUE";
                    at(format!("{setting}: {text:?} is not of the form {like}"))
                })
            });
            each.collect::<Result<Vec<_>, _>>()
        };
        let secret = match (&file.client_secret_file, secret) {
            (Some(_), Some(_)) => {
                let says = "client_secret_file: VULNERARY_OIDC_SECRET is set too; keep one of them";
                return Err(at(says.to_owned()));
            }
            (Some(secret), None) => {
                // As the file that names it says, so that both can be moved together.
                let secret = path.parent().unwrap_or(Path::new("")).join(secret);
                let text = read_text(&secret, FILE_MAX);
                Some(text.map_err(|says| at(format!("client_secret_file: {says}")))?)
            }
            (None, given) => given.map(str::to_owned),
        };
        let secret = secret.map(|secret| secret.trim().to_owned());
        if secret.as_deref() == Some("") {
            return Err(at("client_secret_file: it is empty".to_owned()));
        }
        Ok(Self {
            rules: SignOnRules {
                require: rules("require", &file.require)?,
                second_factor: rules("second_factor", &file.second_factor)?,
                name: file.name,
            },
            issuer: file.issuer,
            client_id: file.client_id,
            secret,
            scopes: file.scopes,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "name = \"Example\"\nissuer = \"https://id.example\"\nclient_id = \"us\"\n";

    fn read(text: &str, secret: Option<&str>) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("provider.toml");
        std::fs::write(&path, text).unwrap();
        std::fs::write(folder.path().join("secret"), "  s3cret\n").unwrap();
        std::fs::write(folder.path().join("empty"), "\n").unwrap();
        Settings::read(&path, secret)
    }

    #[test]
    fn a_secret_comes_from_a_file_or_from_the_environment() {
        let given = read(&format!("{GOOD}client_secret_file = \"secret\"\n"), None).unwrap();
        assert_eq!(given.secret.as_deref(), Some("s3cret"));
        assert_eq!(read(GOOD, Some("other")).unwrap().secret.as_deref(), Some("other"));
        assert_eq!(read(GOOD, None).unwrap().secret, None);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_setting() {
        for (text, says) in [
            ("", "missing field `name`"),
            (&GOOD.replace("Example", ""), "name: 1 to 40 characters"),
            (&GOOD.replace("https://", "http://"), "issuer: http://id.example: not https"),
            (&GOOD.replace("id.example", "id.example?x=1"), "issuer: an address without"),
            (&format!("{GOOD}require = [\"groups\"]"), "require: \"groups\" is not of the form"),
            (
                &format!("{GOOD}second_factor = [\"amr = mfa\"]"),
                "second_factor: \"amr = mfa\" is not",
            ),
            (&format!("{GOOD}client_secret = \"s\""), "unknown field `client_secret`"),
            (&format!("{GOOD}client_secret_file = \"gone\""), "client_secret_file: "),
            (&format!("{GOOD}client_secret_file = \"empty\""), "client_secret_file: it is empty"),
        ] {
            let found = read(text, None).unwrap_err();
            assert!(found.contains("provider.toml: ") && found.contains(says), "{says}: {found}");
        }
        let both = read(&format!("{GOOD}client_secret_file = \"secret\""), Some("s")).unwrap_err();
        assert!(both.contains("keep one of them"), "{both}");
    }
}
