//! The worker: leases a delivery, signs it, posts it, and tries again.

use std::time::{Duration, Instant};

use crate::{
    queue::{Delivery, DeliveryQueue, QueueError},
    retry::{run_attempts, Attempt, BackoffPolicy, Exhausted},
    signing::SigningKey,
};

/// What carries a signed payload to an endpoint.
pub trait Transport {
    fn post(&self, endpoint: &str, payload: &[u8], signature: &[u8]) -> Result<(), PostError>;
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PostError {
    Unreachable,
    Status(u16),
}

impl PostError {
    /// Whether the same request may succeed later.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Status(code) => matches!(code, 408 | 429 | 500..=599),
        }
    }
}

/// How one turn of the worker ended.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn {
    Idle,
    Delivered(u64),
    Abandoned(u64, Exhausted<PostError>),
}

pub struct Dispatcher<T> {
    queue: DeliveryQueue,
    transport: T,
    key: SigningKey,
    policy: BackoffPolicy,
}

impl<T: Transport> Dispatcher<T> {
    pub fn new(queue: DeliveryQueue, transport: T, key: SigningKey) -> Self {
        Self {
            queue,
            transport,
            key,
            policy: BackoffPolicy::default(),
        }
    }

    pub fn queue(&self) -> &DeliveryQueue {
        &self.queue
    }

    /// Takes one delivery to its end. It is settled in either case: what was
    /// abandoned is reported to the caller, who decides where to keep it.
    pub fn run(&self, unix_time: u64, sleep: impl FnMut(Duration)) -> Result<Turn, QueueError> {
        let Some(delivery) = self.queue.lease(Instant::now()) else {
            return Ok(Turn::Idle);
        };
        let signature = self.key.sign(unix_time, &delivery.payload);
        let outcome = run_attempts(&self.policy, sleep, |_| self.attempt(&delivery, &signature));
        self.queue.settle(delivery.id)?;
        Ok(match outcome {
            Ok(()) => Turn::Delivered(delivery.id),
            Err(exhausted) => Turn::Abandoned(delivery.id, exhausted),
        })
    }

    fn attempt(&self, delivery: &Delivery, signature: &[u8]) -> Attempt<(), PostError> {
        let posted = self
            .transport
            .post(&delivery.endpoint, &delivery.payload, signature);
        match posted {
            Ok(()) => Attempt::Done(()),
            Err(error) if error.is_temporary() => Attempt::TryAgain(error),
            Err(error) => Attempt::GiveUp(error),
        }
    }
}
