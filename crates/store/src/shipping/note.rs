//! Keeping a unit for whoever ships it, in the unit itself.

use crate::engine::Tx;
use crate::failure::Failure;
use app::ports::store::Write;

/// Whether this is carried to another place: not what lets people in, and no lease.
pub(super) fn is_shipped(write: &Write) -> bool {
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

/// Keep this unit, if units are shipped.
pub(crate) async fn note(tx: &mut Tx, unit: &[Write]) -> Result<(), Failure> {
    let shipped: Vec<&Write> = unit.iter().filter(|write| is_shipped(write)).collect();
    if shipped.is_empty() {
        return Ok(());
    }
    let body = serde_json::to_string(&shipped)
        .map_err(|error| Failure::Unreadable(format!("a unit of work: {error}")))?;
    let sql = "insert into unit_log (body) select $1 where exists (select 1 from shipping)";
    tx.run(sql, vec![(&body).into()]).await.map(drop)
}
