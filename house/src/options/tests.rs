//! What the command line means.

use super::{Asked, Options, read};

fn run(words: &[&str]) -> Options {
    match read(words.iter().map(|word| (*word).to_owned())) {
        Ok(Asked::Run(options)) => options,
        _ => panic!("{words:?} is no run"),
    }
}

#[test]
fn without_a_list_every_step_runs_but_those_with_an_option_of_their_own() {
    let options = run(&["--long"]);
    assert!(options.wants("plays") && options.wants("fmt") && !options.wants("peers"));
    assert!(!run(&[]).wants("plays"));
}

#[test]
fn a_list_leaves_out_the_rest() {
    let options = run(&["--only=fmt,tests"]);
    assert!(options.wants("tests") && !options.wants("clippy"));
}

#[test]
fn an_unknown_step_is_refused_with_the_known_ones() {
    let refusal = read(["--only".to_owned(), "fnt".to_owned()].into_iter()).err();
    assert!(refusal.is_some_and(|sentence| sentence.to_string().contains("clippy")));
}
