//! Days as a language writes them. The exact instant stands beside them in the markup, always.

use super::{here, say};
use icu_calendar::Gregorian;
use icu_datetime::input::Date as IcuDate;
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets};
use icu_locale_core::Locale;
use jiff::civil::Date;

/// This day, in the form that the language asks for with `date-form`: `iso`, `medium` or `long`.
pub(crate) fn day(date: impl std::borrow::Borrow<Date>) -> String {
    let date: Date = *date.borrow();
    let fields = match say("date-form").text().as_str() {
        "medium" => fieldsets::YMD::medium(),
        "long" => fieldsets::YMD::long(),
        _ => return date.to_string(),
    };
    let tag = here(|spoken| spoken.language().tag.clone());
    written(date, &tag, fields).unwrap_or_else(|| date.to_string())
}

fn written(date: Date, tag: &str, fields: fieldsets::YMD) -> Option<String> {
    let locale: Locale = tag.parse().ok()?;
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    let date = IcuDate::try_new_gregorian(date.year().into(), month, day).ok()?;
    let form: FixedCalendarDateTimeFormatter<Gregorian, _> =
        FixedCalendarDateTimeFormatter::try_new((&locale).into(), fields).ok()?;
    Some(form.format(&date).to_string())
}
