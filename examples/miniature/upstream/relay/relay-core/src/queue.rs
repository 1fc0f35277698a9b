//! Deliveries that wait for a worker, kept in memory.

use std::{
    collections::{HashMap, VecDeque},
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How long a worker may hold a delivery before another one may take it.
pub const LEASE: Duration = Duration::from_secs(30);

/// One payload on its way to one endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub id: u64,
    pub endpoint: String,
    pub payload: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueError {
    Full {
        capacity: usize,
    },
    /// The lease ran out, and the delivery may be with another worker by now.
    NotLeased(u64),
}

impl fmt::Display for QueueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full { capacity } => write!(f, "the queue holds {capacity} deliveries"),
            Self::NotLeased(id) => write!(f, "delivery {id} is not leased"),
        }
    }
}

impl std::error::Error for QueueError {}

#[derive(Default)]
struct Entry {
    waiting: VecDeque<Delivery>,
    leased: HashMap<u64, (Delivery, Instant)>,
}

/// A bounded queue: what a worker takes stays leased until it is settled.
pub struct DeliveryQueue {
    capacity: usize,
    entry: Mutex<Entry>,
}

impl DeliveryQueue {
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            entry: Mutex::default(),
        }
    }

    pub fn push(&self, delivery: Delivery) -> Result<(), QueueError> {
        let mut entry = self.lock();
        // Leased deliveries count: they come back if their worker dies.
        if entry.waiting.len() + entry.leased.len() >= self.capacity {
            return Err(QueueError::Full {
                capacity: self.capacity,
            });
        }
        entry.waiting.push_back(delivery);
        Ok(())
    }

    /// The oldest delivery, leased to the caller until `now + LEASE`.
    pub fn lease(&self, now: Instant) -> Option<Delivery> {
        let mut entry = self.lock();
        reclaim(&mut entry, now);
        let delivery = entry.waiting.pop_front()?;
        entry
            .leased
            .insert(delivery.id, (delivery.clone(), now + LEASE));
        Some(delivery)
    }

    /// Forgets a delivery that was made, or that nobody should try again.
    pub fn settle(&self, id: u64) -> Result<(), QueueError> {
        match self.lock().leased.remove(&id) {
            Some(_) => Ok(()),
            None => Err(QueueError::NotLeased(id)),
        }
    }

    pub fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, Entry> {
        self.entry.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Moves deliveries whose lease has run out back to the front of the queue.
fn reclaim(entry: &mut Entry, now: Instant) {
    let late: Vec<u64> = entry
        .leased
        .iter()
        .filter(|(_, (_, until))| *until <= now)
        .map(|(id, _)| *id)
        .collect();
    for id in late {
        if let Some((delivery, _)) = entry.leased.remove(&id) {
            entry.waiting.push_front(delivery);
        }
    }
}
