//! Reports as text, for people and for programs.
//!
//! Everything returns a `String`; printing it is for whoever asked. Texts from records and from
//! the command line are foreign: no control character and nothing that turns the direction of
//! writing around leaves here unescaped, so a record can never steer a terminal.

mod json;
mod table;
#[cfg(test)]
mod tests;

pub use json::{json, json_lines};
pub use table::table;

/// Whether a character could steer a terminal or disguise what is next to it.
fn is_dangerous(it: char) -> bool {
    let steers_direction = matches!(it,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
    it.is_control() || steers_direction
}
