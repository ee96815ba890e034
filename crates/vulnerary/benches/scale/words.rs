//! Chance and words of the generator: the same seed gives the same instance, and few words are very
//! frequent while most are rare, as in real text.

use std::f64::consts::TAU;

/// How many different words there are.
const VOCABULARY: f64 = 60_000.0;

/// Two words of which each stands in a third of all cases, and never both in one.
pub(crate) const APART: [&str; 2] = ["northern", "southern"];

/// A small generator of chance (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5bd1_e995)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    pub(crate) fn percent(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of these, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, of: &[(u64, T)]) -> T {
        let mut left = self.below(of.iter().map(|(weight, _)| weight).sum());
        for (weight, one) in of {
            if left < *weight {
                return *one;
            }
            left -= weight;
        }
        of[0].1
    }

    /// Around this number, never below 1.
    pub(crate) fn around(&mut self, middle: f64, spread: f64) -> usize {
        let (one, two) = (self.unit().max(1e-12), self.unit());
        let normal = (-2.0 * one.ln()).sqrt() * (TAU * two).cos();
        (middle + spread * normal).round().max(1.0) as usize
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
        bytes
    }

    /// A word; the first of the vocabulary is drawn about every eleventh time.
    pub(crate) fn word(&mut self) -> String {
        word((self.unit() * (VOCABULARY + 1.0).ln()).exp() as u64 - 1)
    }

    /// So many words.
    pub(crate) fn text(&mut self, words: usize) -> String {
        let words: Vec<String> = (0..words).map(|_| self.word()).collect();
        words.join(" ")
    }
}

/// The word of this rank; the most frequent has rank 0.
pub(crate) fn word(rank: u64) -> String {
    const FIRST: [&str; 16] = [
        "ba", "che", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne", "pa", "ri", "so", "tu", "ve",
        "zo",
    ];
    let (mut left, mut word) = (rank, String::new());
    for _ in 0..3 {
        word.push_str(FIRST[(left % 16) as usize]);
        left /= 16;
    }
    while left > 0 {
        word.push_str(FIRST[(left % 16) as usize]);
        left /= 16;
    }
    word.push('n');
    word
}
