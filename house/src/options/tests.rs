//! What the command line means.

use super::{Asked, Options, read};

fn run(words: &[&str]) -> Options {
    match read(words.iter().map(|word| (*word).to_owned())) {
        Ok(Asked::Run(options)) => options,
        _ => panic!("{words:?} is no run"),
    }
}

#[test]
fn without_a_list_every_step_but_the_peers_runs() {
    let options = run(&["--long"]);
    assert!(options.long && options.wants("fmt") && !options.wants("peers"));
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
