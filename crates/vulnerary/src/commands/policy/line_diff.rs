//! Two texts, line by line: what is gone and what is new, as short as possible.

/// Texts with more lines than this are not compared but shown one after the other.
const LINES_MAX: usize = 600;

/// The lines of `new` that `old` lacks with `+`, the others with `-`, at most `limit` of them.
pub(super) fn changed_lines(old: &str, new: &str, limit: usize) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let same = old.iter().zip(&new).take_while(|(one, two)| one == two).count();
    let (old, new) = (&old[same..], &new[same..]);
    let same_end =
        old.iter().rev().zip(new.iter().rev()).take_while(|(one, two)| one == two).count();
    let (old, new) = (&old[..old.len() - same_end], &new[..new.len() - same_end]);
    let mut lines = if old.len().max(new.len()) > LINES_MAX {
        let gone = old.iter().map(|line| format!("- {line}"));
        gone.chain(new.iter().map(|line| format!("+ {line}"))).collect()
    } else {
        aligned(old, new)
    };
    if lines.len() > limit {
        let more = lines.len() - limit;
        lines.truncate(limit);
        lines.push(format!("… and {more} more"));
    }
    lines
}

/// By the longest common subsequence.
fn aligned(old: &[&str], new: &[&str]) -> Vec<String> {
    let mut longest = vec![vec![0_u16; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            longest[i][j] = if old[i] == new[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            out.push(format!("- {}", old[i]));
            i += 1;
        } else {
            out.push(format!("+ {}", new[j]));
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::changed_lines;

    #[test]
    fn only_what_changed_is_shown() {
        assert_eq!(changed_lines("a\nb\nc\nd", "a\nx\nc\ny\nd", 9), ["- b", "+ x", "+ y"]);
        assert_eq!(changed_lines("a\nb", "a\nb", 9), Vec::<String>::new());
        assert_eq!(changed_lines("", "a\nb", 1), ["+ a", "… and 1 more"]);
    }

    #[test]
    fn long_texts_are_shown_in_order() {
        let long = |word: &str| format!("{word}\n").repeat(1_000);
        let shown = changed_lines(&long("a"), &long("b"), 2);
        assert_eq!(shown, ["- a", "- a", "… and 1998 more"]);
    }
}
