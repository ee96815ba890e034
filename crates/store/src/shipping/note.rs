//! Keeping a unit for whoever ships it, in the unit itself.

use crate::engine::Tx;
use crate::failure::Failure;
use crate::rows::{self, Kind, Rows, Table};
use app::ports::store::Write;

/// Whether this is carried to another place: not what lets people in, and no lease.
pub(super) fn is_shipped(write: &Write) -> bool {
    if let Write::Entrance(write) = write {
        return write.is_carried();
    }
    !matches!(
        write,
        Write::Invite(_)
            | Write::UseInvite(_)
            | Write::Session(_)
            | Write::EndSession(_)
            | Write::EndAll(_)
            | Write::Token(_)
            | Write::Calendar(_)
            | Write::DropCalendar(_)
            | Write::JobKept { .. }
    )
}

const LOG: Table = Table { name: "unit_log", columns: &[("body", Kind::Text)], then: "" };

/// Keep these units, each by itself, if units are shipped. Who begins or ends that waits for
/// transactions that have asked, and they for it.
pub(crate) async fn note(tx: &mut Tx, units: &[&[Write]]) -> Result<(), Failure> {
    let shipped = units.iter().map(|unit| unit.iter().filter(|write| is_shipped(write)));
    let shipped: Vec<Vec<&Write>> =
        shipped.map(Iterator::collect).filter(|unit: &Vec<_>| !unit.is_empty()).collect();
    if shipped.is_empty() || tx.rows("select target from shipping", vec![]).await?.is_empty() {
        return Ok(());
    }
    let mut values = Vec::new();
    for unit in shipped {
        let body = serde_json::to_string(&unit)
            .map_err(|error| Failure::Unreadable(format!("a unit of work: {error}")))?;
        values.push((&body).into());
    }
    rows::add(tx, Rows { table: &LOG, values }).await.map(drop)
}
