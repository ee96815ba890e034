//! Chance from a seed: the same draws in the same order, for ever.

use app::ports::chance::Chance;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::sync::{Mutex, PoisonError};

/// Draws from a seed.
pub struct SeededChance(Mutex<ChaCha8Rng>);

impl SeededChance {
    /// From this seed.
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(ChaCha8Rng::seed_from_u64(seed)))
    }

    fn draw<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}

impl Chance for SeededChance {
    fn id(&self) -> [u8; 16] {
        self.draw()
    }

    fn secret(&self) -> [u8; 32] {
        self.draw()
    }
}
