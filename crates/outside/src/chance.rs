//! The one source of randomness: the operating system's.

use app::ports::chance::Chance;

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemChance;

#[expect(clippy::disallowed_methods, reason = "this is the source")]
fn draw<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness or nothing is safe");
    bytes
}

impl Chance for SystemChance {
    fn id(&self) -> [u8; 16] {
        draw()
    }

    fn secret(&self) -> [u8; 32] {
        draw()
    }
}
