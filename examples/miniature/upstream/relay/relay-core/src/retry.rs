//! How often a delivery is tried, and how long the relay pauses in between.

use std::{fmt, time::Duration};

/// The pause after the first failure, unless the policy says otherwise.
pub const FIRST_PAUSE: Duration = Duration::from_millis(250);

/// No pause grows beyond this, however often an attempt has failed.
pub const LONGEST_PAUSE: Duration = Duration::from_secs(90);

/// Exponential backoff with a ceiling and a limited number of attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackoffPolicy {
    /// All attempts, the first one included.
    pub attempts: u32,
    pub first_pause: Duration,
    pub longest_pause: Duration,
}

impl BackoffPolicy {
    pub const fn new(attempts: u32) -> Self {
        Self {
            attempts,
            first_pause: FIRST_PAUSE,
            longest_pause: LONGEST_PAUSE,
        }
    }

    /// The pause after `failed` failures, or `None` when that was the last attempt.
    pub fn pause_after(&self, failed: u32) -> Option<Duration> {
        if failed >= self.attempts {
            return None;
        }
        let doublings = failed.saturating_sub(1).min(31);
        let pause = self.first_pause.saturating_mul(1 << doublings);
        Some(pause.min(self.longest_pause))
    }
}

impl Default for BackoffPolicy {
    fn default() -> Self {
        Self::new(6)
    }
}

/// What became of one attempt.
#[derive(Debug)]
pub enum Attempt<T, E> {
    Done(T),
    /// It may work later: a timeout, a refused connection, a 503.
    TryAgain(E),
    /// It will fail in the same way each time: a malformed address, a 410.
    GiveUp(E),
}

/// The error of the last attempt, and how many there were.
#[derive(Debug, PartialEq, Eq)]
pub struct Exhausted<E> {
    pub attempts: u32,
    pub last: E,
}

impl<E: fmt::Display> fmt::Display for Exhausted<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gave up after {} attempts: {}", self.attempts, self.last)
    }
}

/// Calls `attempt` with the number of the attempt, from 1, until it is done or
/// the policy has no pause left. The caller supplies `sleep`, so that a test can
/// record the pauses instead of waiting for them.
pub fn run_attempts<T, E>(
    policy: &BackoffPolicy,
    mut sleep: impl FnMut(Duration),
    mut attempt: impl FnMut(u32) -> Attempt<T, E>,
) -> Result<T, Exhausted<E>> {
    let mut number = 1;
    loop {
        let (last, pause) = match attempt(number) {
            Attempt::Done(value) => return Ok(value),
            Attempt::TryAgain(error) => (error, policy.pause_after(number)),
            Attempt::GiveUp(error) => (error, None),
        };
        match pause {
            Some(pause) => sleep(pause),
            None => {
                return Err(Exhausted {
                    attempts: number,
                    last,
                })
            }
        }
        number += 1;
    }
}
