//! Inputs grown from others: the same for the same dice.

use fastrand::Rng;

use crate::MAX_INPUT;

/// What readers trip over.
const NASTY: &[&str] = &[
    "",
    "0",
    "-0",
    "-1",
    "00",
    "1e400",
    "1e-400",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "0.1",
    "0.005",
    "NaN",
    "Infinity",
    "null",
    "true",
    "[]",
    "{}",
    "[[[[[[[[[[[[[[[[",
    "\"\"",
    "\\u0000",
    "\\ud800",
    "\u{0}",
    "\u{1b}@",
    "\u{1d}V\u{0}",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\r\n",
    "\r\n\r\n",
    "\t",
    "\u{85}",
    "é",
    "𝟘",
    "١",
    "％",
    "–",
    "×",
    "*",
    ";",
    ",",
    "\"",
    "'",
    "\\",
    "../",
    "%00",
    "%2e%2e%2f",
    "<script>",
    "<https://x/?page=2>; rel=\"next\"",
    "APPROVED",
    "SUCCESSFUL",
    "CLEARED",
    "CANCELLED",
    "DECLINED",
    "\"id\":\"5456\",",
    "\"amount\":10.00,",
    "\"status\":\"SUCCESSFUL\",",
    "\"result\":\"APPROVED\",",
    "content-length: 5",
    "transfer-encoding: chunked",
    "content-encoding: gzip",
    "retry-after: 99999999999",
];

/// Grows inputs from a corpus.
#[derive(Debug)]
pub struct Mutator {
    rng: Rng,
    corpus: Vec<Vec<u8>>,
}

impl Mutator {
    /// With the dice of this seed, from what is kept.
    pub fn seeded(seed: u64, corpus: Vec<Vec<u8>>) -> Self {
        Self { rng: Rng::with_seed(seed), corpus }
    }

    /// The next input.
    pub fn grow(&mut self) -> Vec<u8> {
        let mut input = if self.corpus.is_empty() || self.rng.u8(..40) == 0 {
            let length = self.rng.usize(..400);
            (0..length).map(|_| self.rng.u8(..)).collect()
        } else {
            self.corpus[self.rng.usize(..self.corpus.len())].clone()
        };
        // Mostly one small change, so that what lies behind the first check is reached too.
        let changes = [1, 1, 1, 2, 3, 8][self.rng.usize(..6)];
        for _ in 0..changes {
            self.change(&mut input);
        }
        input.truncate(MAX_INPUT);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.rng.usize(..=input.len());
        let span = |rng: &mut Rng, input: &[u8]| {
            let from = rng.usize(..=input.len());
            let to = (from + rng.usize(..=40)).min(input.len());
            from..to
        };
        match self.rng.u8(..11) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << self.rng.u8(..8);
                }
            }
            1 => input.insert(at, self.rng.u8(..)),
            2 => {
                let cut = span(&mut self.rng, input);
                input.drain(cut);
            }
            3 => {
                let piece = input[span(&mut self.rng, input)].to_vec();
                self.insert(input, at, &piece);
            }
            4 => input.truncate(at),
            5 | 6 => {
                let word = NASTY[self.rng.usize(..NASTY.len())];
                self.insert(input, at, word.as_bytes());
            }
            7 => {
                let cut = token(input, at);
                let word = NASTY[self.rng.usize(..NASTY.len())];
                input.splice(cut, word.bytes());
            }
            8 => {
                // A token takes another one's place.
                let other = self.rng.usize(..=input.len());
                let piece = input[token(input, other)].to_vec();
                input.splice(token(input, at), piece);
            }
            9 => {
                let other = &self.corpus.get(self.rng.usize(..self.corpus.len().max(1)));
                let Some(other) = other.map(|other| other.to_vec()) else { return };
                input.truncate(at);
                let from = self.rng.usize(..=other.len());
                input.extend_from_slice(&other[from..]);
            }
            _ => {
                let piece = input[span(&mut self.rng, input)].to_vec();
                let times = self.rng.usize(..300);
                self.insert(input, at, &piece.repeat(times));
            }
        }
    }

    fn insert(&mut self, input: &mut Vec<u8>, at: usize, piece: &[u8]) {
        if input.len() + piece.len() <= MAX_INPUT {
            input.splice(at..at, piece.iter().copied());
        }
    }
}

/// The run of letters, digits, points and signs around a place: a word, a number.
fn token(input: &[u8], at: usize) -> std::ops::Range<usize> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let at = at.min(input.len());
    let from = at - input[..at].iter().rev().take_while(|byte| part(byte)).count();
    let to = at + input[at..].iter().take_while(|byte| part(byte)).count();
    from..to
}
