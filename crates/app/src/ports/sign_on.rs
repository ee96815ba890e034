//! Single sign-on: somebody else's word for who a person is (OpenID Connect). What is asked and what
//! is believed of the answer is the adapter's; who may come in by it is decided by the use cases.

use async_trait::async_trait;
use serde_json::{Map, Value};

/// Where a browser goes, and what must be remembered until it comes back.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The address at the provider.
    pub address: String,
    /// For us; it never leaves the server.
    pub state: String,
}

/// What a browser brings back.
#[derive(Debug, Clone, Copy)]
pub struct Brought<'b> {
    /// Stands for what the provider says; good for one question.
    pub code: &'b str,
    /// Who sent the browser back, where that is said.
    pub issuer: Option<&'b str>,
}

/// What the provider says, checked: its signature, for whom, when, and in answer to what.
#[derive(Debug, Clone)]
pub struct Vouched {
    /// Who says so.
    pub issuer: String,
    /// Of whom: a name that the provider gives to nobody else, ever.
    pub subject: String,
    /// And what else it says of them.
    pub claims: Map<String, Value>,
}

/// What a claim must say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRule {
    /// Its name.
    pub claim: String,
    /// Whether it is a list that the value is one of.
    pub is_list: bool,
    /// The value.
    pub value: String,
}

impl ClaimRule {
    /// From `CLAIM is VALUE` or `CLAIM contains VALUE`.
    pub fn read(text: &str) -> Option<Self> {
        let (claim, rest) = text.trim().split_once(' ')?;
        let (word, value) = rest.trim_start().split_once(' ')?;
        let is_list = match word {
            "is" => false,
            "contains" => true,
            _ => return None,
        };
        let value = value.trim();
        (!value.is_empty()).then(|| Self {
            claim: claim.to_owned(),
            is_list,
            value: value.to_owned(),
        })
    }

    /// Whether these claims say so. A text is never searched for a part of it.
    pub fn holds(&self, claims: &Map<String, Value>) -> bool {
        let is = |value: &Value| match value {
            Value::String(text) => *text == self.value,
            Value::Bool(yes) => self.value == if *yes { "true" } else { "false" },
            Value::Number(number) => format!("{number}") == self.value,
            _ => false,
        };
        match (claims.get(&self.claim), self.is_list) {
            (Some(Value::Array(all)), true) => all.iter().any(is),
            (Some(value), false) => is(value),
            _ => false,
        }
    }
}

/// What is asked of everybody who comes in this way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SignOnRules {
    /// How people call the provider.
    pub name: String,
    /// What each must have; nobody comes in without all of it.
    pub require: Vec<ClaimRule>,
    /// What says that the provider has asked for a second factor: one of these. Where none does, we ask.
    pub second_factor: Vec<ClaimRule>,
}

/// The provider.
#[async_trait]
pub trait SignOn: Send + Sync {
    /// What is asked of everybody.
    fn rules(&self) -> &SignOnRules;
    /// Send a browser there; it comes back with this word.
    async fn send(&self, word: &str) -> Result<Sent, String>;
    /// Ask what the code that it came back with stands for.
    async fn vouched(&self, brought: Brought<'_>, state: &str) -> Result<Vouched, String>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn holds(rule: &str, claims: &Value) -> bool {
        let rule = ClaimRule::read(rule).expect("a rule");
        rule.holds(claims.as_object().expect("claims"))
    }

    #[test]
    fn a_claim_is_a_value_or_a_list_that_has_it() {
        let claims = json!({
            "groups": ["team", "team security"], "email_verified": true, "amr": ["pwd", "mfa"],
            "acr": "urn:two", "level": 2, "list": "team,security",
        });
        for rule in [
            "groups contains team security",
            "email_verified is true",
            "amr contains mfa",
            "acr is urn:two",
            "level is 2",
        ] {
            assert!(holds(rule, &claims), "{rule}");
        }
        for rule in [
            "groups contains security",
            "groups is team",
            "acr contains urn:two",
            "list contains security",
            "email_verified is false",
            "nothing is there",
            "nothing is null",
        ] {
            assert!(!holds(rule, &claims), "{rule}");
        }
    }

    #[test]
    fn what_is_no_rule_is_not_taken_for_one() {
        for text in
            ["", "groups", "groups contains", "groups contains ", "groups has team", "= = ="]
        {
            assert_eq!(ClaimRule::read(text), None, "{text}");
        }
    }
}
