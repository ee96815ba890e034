//! Fields of strangers' JSON, by path, with a complaint that names it.

use domain::words::one_line;
use jiff::Timestamp;
use serde_json::Value;

/// No id of another place is longer.
const ID_MAX: usize = 100;

/// The value at this path, such as `attributes.title`.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    let found = path.split('.').try_fold(value, |value, name| value.get(name))?;
    if found.is_null() { None } else { Some(found) }
}

/// A text there, or nothing.
pub(super) fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    at(value, path).and_then(Value::as_str).unwrap_or_default()
}

/// A text that must be there.
pub(super) fn needed(value: &Value, path: &str) -> Result<String, String> {
    match at(value, path) {
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(text.clone()),
        Some(Value::String(_)) => Err(format!("{path} is blank")),
        Some(_) => Err(format!("{path} is no text")),
        None => Err(format!("{path} is missing")),
    }
}

/// An id: a number or a short text of plain characters.
pub(super) fn id(value: &Value, path: &str) -> Result<String, String> {
    let text = match at(value, path) {
        Some(Value::Number(number)) => number.to_string(),
        _ => needed(value, path)?,
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '#');
    match text.len() <= ID_MAX && text.chars().all(plain) {
        true => Ok(text),
        false => Err(format!("{path} is no id: {}", one_line(&text, 60))),
    }
}

/// An instant, where there is one.
pub(super) fn instant(value: &Value, path: &str) -> Result<Option<Timestamp>, String> {
    let Some(found) = at(value, path) else { return Ok(None) };
    let text = found.as_str().ok_or_else(|| format!("{path} is no instant"))?;
    let read = text.parse().map_err(|_| format!("{path} is no instant: {}", one_line(text, 40)));
    read.map(Some)
}

/// An address that may be followed.
pub(super) fn url(value: &Value, path: &str) -> Option<String> {
    let text = text(value, path);
    let plain = !text.chars().any(|c| c.is_whitespace() || c.is_control());
    (text.starts_with("https://") && plain && text.len() <= 2_000).then(|| text.to_owned())
}

/// The list there; nothing counts as an empty one.
pub(super) fn list<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    at(value, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
