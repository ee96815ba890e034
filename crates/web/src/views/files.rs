//! The files of a report or a message, as a list: name, size, digest, and where to fetch them.

use crate::say;
use domain::attachment::Attachment;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileView {
    /// Its id.
    pub(crate) id: String,
    /// Its event, for whoever may erase it; 0 where that is nobody.
    pub(crate) seq: u64,
    /// Its name, made harmless; `None` when erased.
    pub(crate) name: Option<String>,
    /// How large it is, for people.
    pub(crate) size: String,
    /// SHA-256 of it.
    pub(crate) sha256: String,
    /// Where it is fetched.
    pub(crate) href: String,
    /// Where its beginning is shown as text, for the team.
    pub(crate) text: Option<String>,
    /// Whether it is held back.
    pub(crate) held: bool,
}

/// The files of a case, and who looks at them.
pub(crate) struct Shelf<'a> {
    /// All that the reader may see.
    pub(crate) files: &'a [Attachment],
    /// The address below which they are.
    pub(crate) base: &'a str,
    /// Whether the reader is of the team.
    pub(crate) team: bool,
}

impl Shelf<'_> {
    /// Those of the report or the message of this event.
    pub(crate) fn of(&self, seq: u64) -> Vec<FileView> {
        self.files.iter().filter(|one| one.of == seq).map(|one| self.view(one)).collect()
    }

    fn view(&self, one: &Attachment) -> FileView {
        let href = format!("{}/attachments/{}", self.base, one.id);
        let file = one.file.as_ref();
        FileView {
            id: one.id.to_string(),
            seq: if self.team { one.seq } else { 0 },
            name: file.map(|file| file.name.clone()),
            size: file.map(|file| size(file.length)).unwrap_or_default(),
            sha256: file.map(|file| file.sha256.to_string()).unwrap_or_default(),
            text: self.team.then(|| format!("{href}/text")),
            href: if one.held && self.team { format!("{href}?anyway=yes") } else { href },
            held: one.held,
        }
    }
}

/// A number of bytes, for people.
pub(crate) fn size(bytes: u64) -> String {
    let unit = |shift: u32, word: &str| {
        let tenths = (u128::from(bytes) * 10) >> shift;
        match tenths % 10 {
            0 => format!("{} {word}", tenths / 10),
            part => format!("{}.{part} {word}", tenths / 10),
        }
    };
    match bytes {
        0..1024 => say("size-bytes").count("n", bytes).text(),
        1024..1_048_576 => unit(10, "KiB"),
        1_048_576..1_073_741_824 => unit(20, "MiB"),
        _ => unit(30, "GiB"),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_is_said_in_its_largest_unit() {
        let said: Vec<String> =
            [0, 1, 1023, 1024, 1536, 1 << 20, 26_214_400, 1 << 40].map(size).into();
        let sizes = ["0 bytes", "1 byte", "1023 bytes", "1 KiB", "1.5 KiB", "1 MiB"];
        assert_eq!(said[..6], sizes);
        assert_eq!(said[6..], ["25 MiB", "1024 GiB"]);
    }
}
