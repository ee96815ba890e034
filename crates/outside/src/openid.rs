//! OpenID Connect: the authorization code flow with PKCE and a nonce. What is believed: an ID token that
//! the issuer signed with a key pair, for us, now, in answer to what we asked.

mod reach;
mod settings;

use app::ports::sign_on::{Brought, Sent, SignOn, SignOnRules, Vouched};
use async_trait::async_trait;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClaimName, CoreClaimType,
    CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim, CoreGrantType, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm,
    CoreResponseMode, CoreResponseType, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreSubjectIdentifierType, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AdditionalProviderMetadata, AuthorizationCode, Client,
    ClientId, ClientSecret, CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdTokenFields, IssuerUrl, Nonce, OAuth2TokenResponse as _, PkceCodeChallenge,
    PkceCodeVerifier, ProviderMetadata, RedirectUrl, Scope, StandardErrorResponse,
    StandardTokenResponse, TokenResponse as _,
};
use reach::Reach;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use settings::Settings;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// What a provider says of itself is asked for again after so long: its keys change.
const KEPT: Duration = Duration::from_secs(600);

/// Signatures that are believed: by a key pair. The secret that we share with the provider signs nothing,
/// and nothing goes unsigned, whatever the provider says that it supports.
const SIGNATURES: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Every claim that has no place of its own.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Rest(Map<String, Value>);

impl AdditionalClaims for Rest {}

/// Whether it says who it is when it sends a browser back (RFC 9207).
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Says {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Says {}

type Metadata = ProviderMetadata<
    Says,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Fields = IdTokenFields<
    Rest,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type Party = Client<
    Rest,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The provider as it said that it is.
#[derive(Clone)]
struct Known {
    party: Party,
    names_itself: bool,
}

/// What is remembered while a browser is away.
#[derive(Serialize, Deserialize)]
struct Away {
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// A provider of OpenID Connect.
pub struct OpenIdProvider {
    settings: Settings,
    issuer: IssuerUrl,
    back: RedirectUrl,
    rules: SignOnRules,
    reach: Reach,
    known: Mutex<Option<(Instant, Known)>>,
}

impl OpenIdProvider {
    /// As this file says, for an instance at this public address; `secret` is the client's, where it is
    /// not in a file of its own.
    pub fn read(path: &Path, secret: Option<&str>, url: &str) -> Result<Self, String> {
        let settings = Settings::read(path, secret)?;
        let at = |setting: &str, error: &dyn std::fmt::Display| {
            format!("{}: {setting}: {error}", path.display())
        };
        let issuer = IssuerUrl::new(settings.issuer.clone()).map_err(|e| at("issuer", &e))?;
        let back = format!("{}/login/provider/back", url.trim_end_matches('/'));
        let back = RedirectUrl::new(back).map_err(|error| format!("--url: {error}"))?;
        let rules = settings.rules.clone();
        let reach = Reach::new();
        Ok(Self { settings, issuer, back, rules, reach, known: Mutex::default() })
    }

    /// The provider as it says that it is.
    async fn known(&self) -> Result<Known, String> {
        let mut known = self.known.lock().await;
        if let Some((at, client)) = known.as_ref()
            && at.elapsed() < KEPT
        {
            return Ok(client.clone());
        }
        let ask = self.reach.asking();
        let metadata =
            Metadata::discover_async(self.issuer.clone(), &ask).await.map_err(|error| {
                format!("asking {} who it is: {}", self.issuer.as_str(), all(&error))
            })?;
        reach::may_go(metadata.authorization_endpoint().as_str())?;
        let names_itself =
            metadata.additional_metadata().authorization_response_iss_parameter_supported;
        let id = ClientId::new(self.settings.client_id.clone());
        let secret = self.settings.secret.clone().map(ClientSecret::new);
        let party = Client::from_provider_metadata(metadata, id, secret)
            .set_redirect_uri(self.back.clone());
        let client = Known { party, names_itself };
        *known = Some((Instant::now(), client.clone()));
        Ok(client)
    }
}

/// An error with what is behind it.
fn all(error: &(dyn std::error::Error + 'static)) -> String {
    let mut says = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        says = format!("{says}: {error}");
        behind = error.source();
    }
    says
}

#[async_trait]
impl SignOn for OpenIdProvider {
    fn rules(&self) -> &SignOnRules {
        &self.rules
    }

    async fn send(&self, word: &str) -> Result<Sent, String> {
        let known = self.known().await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let word = word.to_owned();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let mut request =
            known.party.authorize_url(flow, move || CsrfToken::new(word), Nonce::new_random);
        for scope in &self.settings.scopes {
            request = request.add_scope(Scope::new(scope.clone()));
        }
        let (address, _, nonce) = request.set_pkce_challenge(challenge).url();
        let state = serde_json::to_string(&Away { nonce, verifier });
        Ok(Sent { address: address.into(), state: state.map_err(|error| error.to_string())? })
    }

    async fn vouched(&self, brought: Brought<'_>, state: &str) -> Result<Vouched, String> {
        let away: Away = serde_json::from_str(state).map_err(|error| error.to_string())?;
        let Known { party, names_itself } = self.known().await?;
        match brought.issuer {
            Some(named) if named != self.issuer.as_str() => {
                return Err("another issuer sent the browser back".to_owned());
            }
            None if names_itself => {
                return Err("the browser came back without its issuer's name".to_owned());
            }
            _ => {}
        }
        let ask = self.reach.asking();
        let answer = party
            .exchange_code(AuthorizationCode::new(brought.code.to_owned()))
            .map_err(|error| error.to_string())?
            .set_pkce_verifier(away.verifier)
            .request_async(&ask)
            .await
            .map_err(|error| format!("asking for what the code stands for: {}", all(&error)))?;
        let token = answer.id_token().ok_or("the provider gave no ID token")?;
        let verifier = party.id_token_verifier().set_allowed_algs(SIGNATURES);
        let claims = token.claims(&verifier, &away.nonce);
        let claims =
            claims.map_err(|error| format!("the ID token does not hold: {}", all(&error)))?;
        if let Some(wanted) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(|error| error.to_string())?;
            let key = token.signing_key(&verifier).map_err(|error| error.to_string())?;
            let found = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if found.map_err(|error| error.to_string())? != *wanted {
                return Err("the access token is not the one of the ID token".to_owned());
            }
        }
        let (issuer, subject) = (claims.issuer().as_str(), claims.subject().as_str());
        let (issuer, subject) = (issuer.to_owned(), subject.to_owned());
        match serde_json::to_value(claims).map_err(|error| error.to_string())? {
            Value::Object(claims) => Ok(Vouched { issuer, subject, claims }),
            _ => Err("the ID token holds no claims".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests;
