//! Which declarations an excerpt needs.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::fmt::{Formatter, Result as FmtResult};
use std::hash::Hash;
use std::iter::repeat;
use std::time::Duration as Span;

use super::kinds::{self as catalogue, ATTEMPTS};
use super::macros::stamp;
use super::names::r#match;
use crate::queue::*;
use crate::retry::LONGEST_PAUSE;
use crate::routing::route;
#[cfg(test)]
use std::time::Instant;
use std::io::Read as _;

/// `HashMap` stands in this comment and in a string.
pub fn mentioned() -> &'static str {
    /* BTreeMap */
    "HashMap, BTreeMap" // HashMap
}

/// `repeat` is the method of a string here, and would be imported needlessly.
pub fn method_name(text: &str) -> String {
    text.repeat(3)
}

pub fn renamed(pause: Span) -> u64 {
    pause.as_secs()
}

/// One leaf of a group.
pub fn one_leaf() -> BTreeMap<u8, u8> {
    BTreeMap::new()
}

/// The keyword `match` is not the name that a raw identifier brings in.
pub fn qualified() -> u8 {
    match catalogue::plain() {
        0 => 1,
        other => other,
    }
}

stamp!(Imports);

// The derives name traits that stand in no code below.
#[derive(Debug, Hash)]
pub struct Derived {
    pub id: u64,
}

pub fn in_macro_arguments() -> bool {
    assert!(ATTEMPTS.len() > 2, "HashMap");
    matches!(repeat(1).next(), Some(_))
}

/// The name is captured by a format string, and stands in no code.
pub fn captured() -> String {
    format!("{LONGEST_PAUSE:?}")
}

/// A label is no identifier.
pub fn labelled() -> u8 {
    'route: loop {
        break 'route 1;
    }
}

pub fn raw(value: &super::names::r#type) -> u8 {
    r#match(value)
}

pub struct Field {
    route: u8,
}

impl Field {
    /// A field is an identifier like any other.
    pub fn get(&self) -> u8 {
        self.route
    }

    pub fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str("Instant")
    }
}

pub fn routed(routes: &[crate::routing::Route]) -> usize {
    route(routes, "user.created").len()
}
