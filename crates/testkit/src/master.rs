//! The master key of every world, and databases sealed under it.

use crate::SeededChance;
use app::ports::master::MasterText;
use std::sync::Arc;
use store::Database;
use store::sealed::{Sealed, generate};

/// A text that holds master keys.
pub struct MasterLines(pub String);

impl MasterText for MasterLines {
    fn read(&self) -> Result<String, String> {
        Ok(self.0.clone())
    }

    fn name(&self) -> String {
        "the master key of this world".to_owned()
    }
}

/// A master key: the same for the same seed.
pub fn master(seed: u64) -> String {
    generate(&SeededChance::new(seed))
}

/// This database, opened under the master key of all worlds.
pub async fn sealed(base: &Database, chance: Arc<SeededChance>) -> Sealed {
    let opened = Sealed::open(base.clone(), Arc::new(MasterLines(master(1))), chance).await;
    opened.expect("the master key opens the database")
}
