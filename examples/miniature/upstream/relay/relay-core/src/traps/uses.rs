// © 2026 Die Autorinnen und Autoren – „verbatim“ 🦀, 版权所有
// Licence: MIT. This header stands directly above the first declaration.
use std::cmp::Ordering;
use std::collections::*;
// A comment above a declaration is not part of it.
use std::fmt::Write as _;
use std::io::{self, Read as Reading, Write as _};
use std::{
    fmt::{self, Display},
    // A comment inside the group.
    sync::{
        atomic::{AtomicU64, Ordering as AtomicOrdering},
        Arc,
    },
}; // after the group

use self::inner::{self as renamed, *};
pub use crate::queue::Delivery;
pub(crate) use crate::retry::{run_attempts as attempts, Attempt};
use super::super::routing::{self};
use ::std::rc::Rc;
#[cfg(test)]
use std::time::Instant;
#[cfg(feature = "trace")]
use std::time::SystemTime;
use {std::mem, std::ptr::NonNull};

/// Counts what went out. `Rc` and `mem` occur in this comment only.
pub static SENT: AtomicU64 = AtomicU64::new(0);

mod inner {
    use std::borrow::Cow;

    pub fn label() -> Cow<'static, str> {
        Cow::Borrowed("inner")
    }
}

pub fn sent() -> u64 {
    use std::convert::identity;

    identity(SENT.load(AtomicOrdering::Relaxed))
}

// Late declarations are declarations of the file all the same.
use std::path::Path;

pub fn compare(left: &Path, right: &Path) -> Ordering {
    left.cmp(right)
}
