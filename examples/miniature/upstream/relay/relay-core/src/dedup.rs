//! Remembers which events were seen, for a while.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Senders repeat an event within minutes; a day leaves room for their outages.
pub const REMEMBER_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// Look for dead entries once in so many sightings.
const SWEEP_EVERY: u32 = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sighting {
    First,
    Repeated,
}

struct Entry {
    expires: Instant,
}

#[derive(Default)]
struct Inner {
    seen: HashMap<String, Entry>,
    sightings: u32,
}

/// An in-memory store of event ids, each with its own time to live.
pub struct DedupStore {
    ttl: Duration,
    inner: Mutex<Inner>,
}

impl DedupStore {
    pub fn new(ttl: Duration) -> Self {
        Self {
            ttl,
            inner: Mutex::default(),
        }
    }

    /// Records `id`. Of several callers with the same id one gets `First`, since
    /// the look-up and the insertion happen under one lock.
    pub fn sight(&self, id: &str, now: Instant) -> Sighting {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.sightings = inner.sightings.wrapping_add(1);
        if inner.sightings % SWEEP_EVERY == 0 {
            inner.seen.retain(|_, entry| entry.expires > now);
        }
        let fresh = Entry {
            expires: now + self.ttl,
        };
        match inner.seen.get_mut(id) {
            // A repetition does not prolong the memory of the first sighting.
            Some(entry) if entry.expires > now => Sighting::Repeated,
            Some(entry) => {
                *entry = fresh;
                Sighting::First
            }
            None => {
                inner.seen.insert(id.to_owned(), fresh);
                Sighting::First
            }
        }
    }

    /// Takes a sighting back, when the event could not be accepted after all.
    pub fn forget(&self, id: &str) -> bool {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.seen.remove(id).is_some()
    }
}

impl Default for DedupStore {
    fn default() -> Self {
        Self::new(REMEMBER_FOR)
    }
}
