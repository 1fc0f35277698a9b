//! Signatures over a payload and the time it was sent.

use std::{fmt, time::Duration};

/// How far the clocks of the relay and a receiver may be apart.
pub const TOLERANCE: Duration = Duration::from_secs(5 * 60);

const BLOCK: usize = 64;
const INNER_PAD: u8 = 0x36;
const OUTER_PAD: u8 = 0x5c;

/// A secret shared with one receiver, padded to a whole block.
#[derive(Clone)]
pub struct SigningKey([u8; BLOCK]);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureError {
    Stale,
    Mismatch,
}

impl SigningKey {
    /// A secret longer than a block is hashed first.
    pub fn new(secret: &[u8]) -> Self {
        let mut block = [0; BLOCK];
        if secret.len() > BLOCK {
            let short = digest(secret);
            block[..short.len()].copy_from_slice(&short);
        } else {
            block[..secret.len()].copy_from_slice(secret);
        }
        Self(block)
    }

    /// Signs the time together with the payload, so that neither can be swapped alone.
    pub fn sign(&self, sent_at: u64, payload: &[u8]) -> [u8; 8] {
        let mut inner = self.padded(INNER_PAD);
        inner.extend_from_slice(&sent_at.to_be_bytes());
        inner.extend_from_slice(payload);
        let mut outer = self.padded(OUTER_PAD);
        outer.extend_from_slice(&digest(&inner));
        digest(&outer)
    }

    pub fn verify(
        &self,
        sent_at: u64,
        payload: &[u8],
        signature: &[u8],
        now: u64,
    ) -> Result<(), SignatureError> {
        if now.abs_diff(sent_at) > TOLERANCE.as_secs() {
            return Err(SignatureError::Stale);
        }
        if !same_bytes(&self.sign(sent_at, payload), signature) {
            return Err(SignatureError::Mismatch);
        }
        Ok(())
    }

    fn padded(&self, pad: u8) -> Vec<u8> {
        self.0.iter().map(|byte| byte ^ pad).collect()
    }
}

/// Keeps the secret out of logs.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

/// Compares without stopping at the first difference: the time it takes tells a
/// forger nothing about how many bytes were right.
fn same_bytes(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .fold(0, |difference, (l, r)| difference | (l ^ r))
            == 0
}

/// FNV-1a, a stand-in that keeps this crate free of dependencies. It is no
/// cryptographic hash; a real relay would put SHA-256 here.
fn digest(bytes: &[u8]) -> [u8; 8] {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash.to_be_bytes()
}
