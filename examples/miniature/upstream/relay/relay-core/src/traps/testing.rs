//! What counts as test code, and what only looks like it.

#[cfg(test)]
use std::time::Instant;

/// In a file of its own, and so is what it declares.
#[cfg(test)]
mod checks;

mod guarded;

#[cfg(test)]
#[path = "odd_place.rs"]
mod odd;

pub struct Meter {
    pub total: u64,
    #[cfg(test)]
    pub probes: u64,
}

#[cfg_attr(test, derive(PartialEq))]
pub enum Level {
    Low,
    #[cfg(test)]
    Fake,
    High,
}

impl Level {
    pub fn new(total: u64) -> Self {
        if total > 9 {
            Self::High
        } else {
            Self::Low
        }
    }

    // Test code amid the rest: the whole implementation cannot be taken.
    #[cfg(test)]
    pub fn fake() -> Self {
        Self::Fake
    }

    pub fn run(&self) -> u64 {
        match self {
            Self::Low => 1,
            #[cfg(test)]
            Self::Fake => 2,
            Self::High => 3,
        }
    }

    pub fn is_high(&self) -> bool {
        matches!(self, Self::High)
    }
}

pub fn with_statement(total: u64) -> u64 {
    #[cfg(test)]
    println!("total {total}");
    total + 1
}

#[cfg(all(test, unix))]
pub fn on_unix_in_tests() {}

#[cfg(any(test))]
pub fn in_tests() {}

#[cfg(not(test))]
pub fn outside_tests() {}

#[cfg(not(not(test)))]
pub fn twice_negated() {}

#[cfg(any(test, feature = "trace"))]
pub fn in_tests_or_traced() {}

#[cfg(all(unix, not(test)))]
pub fn on_unix_outside_tests() {}

#[cfg(feature = "test")]
pub fn a_feature_called_test() {}

/// Only this comment says `#[cfg(test)]`.
pub fn mentions_tests() -> &'static str {
    "#[test]"
}

/// A module by this name is no test code without the attribute.
pub mod test {
    pub fn test() {}
}

#[test]
fn lone() {
    assert_eq!(with_statement(1), 2);
}

#[cfg(test)]
impl Meter {
    fn probe(&mut self) {
        self.probes += 1;
    }
}

#[cfg(test)]
super::macros::stamp!(Meter);

#[cfg(test)]
#[allow(unused_imports)]
mod tests {
    use super::*;

    mod helpers;

    fn fixture() -> Meter {
        Meter { total: 1, probes: 0 }
    }

    #[test]
    fn levels() {
        assert_eq!(Level::new(fixture().total).run(), 1);
    }

    #[tokio::test]
    async fn waits() {
        assert_eq!(super::super::kinds::waiting("a").await, 1);
    }
}

#[cfg(test)] mod beside {
    fn hidden() {}
}

pub fn last() {}
