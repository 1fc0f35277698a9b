//! A small webhook relay: take a delivery from a queue, sign it, post it, try again.

#![cfg_attr(feature = "nightly", feature(negative_impls, where_clause_attrs))]

pub mod config;
pub mod dedup;
pub mod dispatcher;
pub mod queue;
pub mod retry;
pub mod routing;
pub mod signing;
pub mod traps;

pub use crate::dispatcher::Dispatcher;
