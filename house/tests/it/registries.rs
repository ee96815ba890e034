//! Lists of plug-ins are written from their folder, so that forgetting a line is impossible.
//!
//! A `mod.rs` asks for it with a marked region:
//!
//! ```text
//! // registry: begin VERB Verb
//! // registry: end
//! ```
//!
//! Every other file of the folder then exports `pub const VERB: Verb`, and the region holds the
//! `mod` lines and `pub const ALL: &[&Verb]`. After the type, `pub` makes the modules public and
//! `crate` keeps `ALL` inside the crate. A module that is declared outside the region, and
//! `tests`, are left alone.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::tree;

const BEGIN: &str = "// registry: begin ";
const END: &str = "// registry: end";

#[test]
fn registries_list_their_folders() {
    let mut rewrote = Vec::new();
    for path in tree::files() {
        if !(path.starts_with("crates/") && path.ends_with("/mod.rs")) {
            continue;
        }
        let Some(text) = tree::text(path).filter(|text| text.contains(BEGIN)) else { continue };
        let file = tree::absolute(path);
        let folder = file.parent().expect("a file has a folder");
        let wanted = renew(&text, &plug_ins(folder, &text))
            .unwrap_or_else(|complaint| panic!("{path}: {complaint}"));
        if wanted != text {
            fs::write(&file, wanted).unwrap_or_else(|error| panic!("writing {path}: {error}"));
            rewrote.push(tree::relative(folder));
        }
    }
    assert!(rewrote.is_empty(), "rewrote {rewrote:?}; run the tests again and commit the result");
}

/// The names of the plug-ins in a folder: files, and folders with a `mod.rs` of their own.
fn plug_ins(folder: &Path, text: &str) -> Vec<String> {
    let outside = declared_outside(text);
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("reading {}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder can be read to its end").path())
        .filter_map(|path| module_name(&path))
        .filter(|name| name != "mod" && name != "tests" && !outside.contains(name))
        .collect();
    names.sort();
    names
}

fn module_name(path: &Path) -> Option<String> {
    let is_file = path.extension().is_some_and(|ending| ending == "rs");
    let stem = path.file_stem()?.to_str()?.to_owned();
    let whole = !stem.contains('.') && !stem.starts_with('.');
    (whole && (is_file || path.join("mod.rs").is_file())).then_some(stem)
}

fn declared_outside(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut names = Vec::new();
    for line in text.lines().map(str::trim) {
        inside = (inside || line.starts_with(BEGIN)) && line != END;
        let declared = line.strip_suffix(';').and_then(|line| line.split_once("mod "));
        if let Some((before, name)) = declared
            && !inside
            && (before.is_empty() || before.starts_with("pub"))
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// The whole text with its region written anew.
fn renew(text: &str, names: &[String]) -> Result<String, String> {
    let begin = text.find(BEGIN).ok_or("no region")?;
    let line_end = text[begin..].find('\n').map(|at| begin + at + 1).ok_or("no line after it")?;
    let end = text[line_end..]
        .find(END)
        .map(|at| line_end + at)
        .ok_or(format!("the region has no line {END:?}"))?;
    let header = text[begin + BEGIN.len()..line_end].trim();
    let region = region(header, names)?;
    Ok(format!("{}{region}{}", &text[..line_end], &text[end..]))
}

/// The region's lines, as rustfmt would leave them.
fn region(header: &str, names: &[String]) -> Result<String, String> {
    let mut words = header.split_whitespace();
    let (Some(constant), Some(kind)) = (words.next(), words.next()) else {
        return Err(format!("the region's header {header:?} wants a constant and its type"));
    };
    let (mut modules, mut list) = ("mod", "pub const");
    for word in words {
        match word {
            "pub" => modules = "pub mod",
            "crate" => list = "pub(crate) const",
            other => return Err(format!("the region's header does not know {other:?}")),
        }
    }
    let mods: Vec<_> = names.iter().map(|name| format!("{modules} {};\n", raw(name))).collect();
    let all: Vec<_> = names.iter().map(|name| format!("&{}::{constant}", raw(name))).collect();
    let text = format!(
        "{}\n/// Every file of this folder, in order of name.\n{list} ALL: &[&{kind}] = &[{}];\n",
        mods.concat(),
        all.join(", ")
    );
    rustfmt(text.trim_start())
}

/// A file may be named as a word of the language: `yield.rs` is `r#yield`.
fn raw(name: &str) -> String {
    const WORDS: &[&str] = &[
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do",
        "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in",
        "let", "loop", "macro", "match", "move", "mut", "override", "priv", "pub", "ref", "return",
        "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
        "virtual", "where", "while", "yield",
    ];
    if WORDS.contains(&name) { format!("r#{name}") } else { name.to_owned() }
}

fn rustfmt(text: &str) -> Result<String, String> {
    let beside_cargo = std::env::var_os("CARGO")
        .map(|cargo| PathBuf::from(cargo).with_file_name("rustfmt"))
        .filter(|program| program.is_file());
    let mut child = Command::new(beside_cargo.unwrap_or_else(|| "rustfmt".into()))
        .args(["--edition", "2024", "--config-path"])
        .arg(tree::root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("starting rustfmt: {error}"))?;
    let mut input = child.stdin.take().ok_or("rustfmt takes no input")?;
    input.write_all(text.as_bytes()).map_err(|error| format!("writing to rustfmt: {error}"))?;
    drop(input);
    let output = child.wait_with_output().map_err(|error| format!("awaiting rustfmt: {error}"))?;
    if !output.status.success() {
        return Err(format!("rustfmt refuses the region: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("reading from rustfmt: {error}"))
}

#[cfg(test)]
mod on_small_folders {
    use super::{fs, plug_ins, region, renew};

    fn names(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_region_holds_the_modules_and_the_list() {
        let wanted = "mod a;\nmod r#type;\n\n/// Every file of this folder, in order of name.\n\
                      pub const ALL: &[&Verb] = &[&a::VERB, &r#type::VERB];\n";
        assert_eq!(region("VERB Verb", &names(&["a", "type"])), Ok(wanted.to_owned()));
    }

    #[test]
    fn the_header_chooses_who_may_see() {
        let wanted = "pub mod a;\n\n/// Every file of this folder, in order of name.\n\
                      pub(crate) const ALL: &[&Verb] = &[&a::VERB];\n";
        assert_eq!(region("VERB Verb pub crate", &names(&["a"])), Ok(wanted.to_owned()));
        assert!(region("VERB", &[]).is_err() && region("VERB Verb loud", &[]).is_err());
    }

    #[test]
    fn an_empty_folder_has_an_empty_list() {
        let wanted = "/// Every file of this folder, in order of name.\n\
                      pub const ALL: &[&Verb] = &[];\n";
        assert_eq!(region("VERB Verb", &[]), Ok(wanted.to_owned()));
    }

    #[test]
    fn only_the_region_is_written() {
        let text =
            "//! Head.\n\n// registry: begin VERB Verb\nold\n// registry: end\n\nfn  f() {}\n";
        let once = renew(text, &names(&["a"])).unwrap();
        assert!(once.starts_with("//! Head.\n\n// registry: begin VERB Verb\nmod a;\n"));
        assert!(once.ends_with("// registry: end\n\nfn  f() {}\n"));
        assert_eq!(renew(&once, &names(&["a"])), Ok(once));
    }

    #[test]
    fn a_region_without_an_end_is_refused() {
        assert!(renew("// registry: begin VERB Verb\nmod a;\n", &[]).is_err());
    }

    #[test]
    fn a_folder_lists_files_and_folders_but_not_its_own_declarations() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["mod.rs", "tests.rs", "b.rs", "shared.rs", "notes.md", "x.gen.rs"] {
            fs::write(folder.path().join(file), "").unwrap();
        }
        fs::create_dir(folder.path().join("a")).unwrap();
        fs::write(folder.path().join("a/mod.rs"), "").unwrap();
        fs::create_dir(folder.path().join("templates")).unwrap();
        let text = "pub(crate) mod shared;\n// registry: begin V V\nmod b;\n// registry: end\n";
        assert_eq!(plug_ins(folder.path(), text), ["a", "b"]);
    }
}
