//! What a token may do of what its holder may: never more, and often less.

use super::Action;
use std::collections::BTreeSet;

/// A subset of the actions. What is no action, such as looking after one's own account, is only in the
/// whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope(Option<BTreeSet<Action>>);

/// The names of groups of actions, with what they mean.
pub const SCOPES: &[(&str, &str)] = &[
    ("read", "See what you see, and change nothing."),
    ("work", "See and do what you may do with cases; nothing with people, nor with your account."),
    ("all", "Everything that you may do, your account and its tokens among it."),
];

impl Scope {
    /// Everything that its holder may do.
    pub fn whole() -> Self {
        Self(None)
    }

    /// Whether nothing is left out.
    pub fn is_whole(&self) -> bool {
        self.0.is_none()
    }

    /// Whether this action is in it.
    pub fn holds(&self, action: Action) -> bool {
        self.0.as_ref().is_none_or(|actions| actions.contains(&action))
    }

    /// From names of groups and of actions, in any order, between blanks or commas.
    pub fn read(text: &str) -> Result<Self, String> {
        let words = text.split([' ', ',', '\n', '\t']).filter(|word| !word.is_empty());
        let mut actions = BTreeSet::new();
        let (mut any, mut whole) = (false, false);
        for word in words {
            any = true;
            match word {
                "all" => whole = true,
                "read" => actions.extend(group(Action::only_reads)),
                "work" => {
                    actions.extend(group(|action| action.only_reads() || action.of_a_case()));
                }
                word => match Action::ALL.iter().find(|action| action.word() == word) {
                    Some(action) => {
                        actions.insert(*action);
                    }
                    None => return Err(unknown(word)),
                },
            }
        }
        match (any, whole) {
            (false, _) => Err("a scope names read, work, all, or actions such as read-case".into()),
            (true, true) => Ok(Self::whole()),
            (true, false) => Ok(Self(Some(actions))),
        }
    }

    /// As it is read again: a group where it is exactly one.
    pub fn words(&self) -> String {
        let Some(actions) = &self.0 else { return "all".to_owned() };
        for name in ["read", "work"] {
            if Self::read(name).is_ok_and(|group| group == *self) {
                return name.to_owned();
            }
        }
        actions.iter().map(|action| action.word()).collect::<Vec<_>>().join(" ")
    }
}

fn group(has: impl Fn(Action) -> bool) -> impl Iterator<Item = Action> {
    Action::ALL.iter().copied().filter(move |action| has(*action))
}

fn unknown(word: &str) -> String {
    let word = crate::words::one_line(word, 40);
    format!("there is no scope or action {word:?}; read, work and all are scopes")
}
