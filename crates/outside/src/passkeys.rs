//! Passkeys by WebAuthn: user verification is always asked for and checked, so that a passkey stands
//! for something that one has and something that one is or knows.

use app::ports::passkeys::{Ceremony, Holder, MadeKey, Passkeys};
use domain::words::Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

/// More than any browser answers.
const ANSWER_MAX: usize = 64 * 1024;

/// Passkeys at one address, or why there are none.
pub struct WebPasskeys(Result<Box<Webauthn>, String>);

impl WebPasskeys {
    /// At this public address, for this project.
    pub fn at(url: &str, project: &str) -> Self {
        Self(open(url, project).map(Box::new))
    }

    fn there(&self) -> Result<&Webauthn, String> {
        self.0.as_deref().map_err(Clone::clone)
    }
}

fn open(url: &str, project: &str) -> Result<Webauthn, String> {
    let url = Url::parse(url).map_err(|error| format!("the public address: {error}"))?;
    let host = url.domain().ok_or("the public address has a number for its host, and no name")?;
    if url.scheme() != "https" && host != "localhost" {
        return Err("browsers keep passkeys for addresses with https only".to_owned());
    }
    let builder = WebauthnBuilder::new(host, &url).map_err(|error| error.to_string())?;
    builder.rp_name(project).build().map_err(|error| error.to_string())
}

fn write(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}

fn read<T: DeserializeOwned>(text: &str, what: &str) -> Result<T, String> {
    if text.len() > ANSWER_MAX {
        return Err(format!("{what} is too long"));
    }
    serde_json::from_str(text).map_err(|error| format!("{what}: {error}"))
}

impl Passkeys for WebPasskeys {
    fn why_not(&self) -> Option<String> {
        self.0.as_ref().err().cloned()
    }

    fn begin_making(&self, holder: Holder<'_>, known: &[Vec<u8>]) -> Result<Ceremony, String> {
        // A handle that says nothing of the account to whoever reads the authenticator.
        let digest = Digest::of_parts(&[b"passkey holder", holder.account.as_str().as_bytes()]);
        let mut handle = [0; 16];
        handle.copy_from_slice(&digest.bytes()[..16]);
        let known = known.to_vec();
        let (options, state) = self
            .there()?
            .start_passkey_registration(
                Uuid::from_bytes(handle),
                holder.login,
                holder.name,
                Some(known),
            )
            .map_err(|error| error.to_string())?;
        let mut options = serde_json::to_value(&options).map_err(|error| error.to_string())?;
        // Found without a login: the browser keeps it under this address.
        let select = &mut options["publicKey"]["authenticatorSelection"];
        if !select.is_object() {
            *select = json!({});
        }
        select["residentKey"] = json!("required");
        select["requireResidentKey"] = json!(true);
        Ok(Ceremony { options: options["publicKey"].to_string(), state: write(&state)? })
    }

    fn made(&self, state: &str, answer: &str) -> Result<MadeKey, String> {
        let state: PasskeyRegistration = read(state, "what was remembered")?;
        let answer: RegisterPublicKeyCredential = read(answer, "the browser's answer")?;
        let key = self.there()?.finish_passkey_registration(&answer, &state);
        let key = key.map_err(|error| error.to_string())?;
        Ok(MadeKey { id: key.cred_id().to_vec(), record: write(&key)? })
    }

    fn begin_using(&self) -> Result<Ceremony, String> {
        let begun = self.there()?.start_discoverable_authentication();
        let (options, state) = begun.map_err(|error| error.to_string())?;
        let options: Value = serde_json::to_value(&options).map_err(|error| error.to_string())?;
        Ok(Ceremony { options: options["publicKey"].to_string(), state: write(&state)? })
    }

    fn claimed(&self, answer: &str) -> Option<Vec<u8>> {
        let answer: PublicKeyCredential = read(answer, "the browser's answer").ok()?;
        Some(answer.get_credential_id().to_vec())
    }

    fn used(&self, state: &str, answer: &str, record: &str) -> Result<String, String> {
        let state: DiscoverableAuthentication = read(state, "what was remembered")?;
        let answer: PublicKeyCredential = read(answer, "the browser's answer")?;
        let mut key: Passkey = read(record, "the passkey")?;
        let webauthn = self.there()?;
        let used = webauthn.finish_discoverable_authentication_v2(&answer, state, &key);
        let used = used.map_err(|error| error.to_string())?;
        if !used.user_verified() {
            return Err("the passkey did not make sure of its user".to_owned());
        }
        key.update_credential(&used);
        write(&key)
    }
}
