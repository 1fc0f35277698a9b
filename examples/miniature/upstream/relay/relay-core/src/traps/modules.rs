//! Inline modules, and one name for several items.

use std::fmt;

pub fn audit() -> u8 {
    1
}

/// The same name again, as a module.
pub mod audit {
    //! Documentation inside the module: it belongs to no item below.
    #![allow(unused_parens)]
    pub fn run() -> u8 {
        (2)
    }

    use std::fmt::{self, Display};

    #[derive(Debug)]
    pub struct Record {
        pub id: u64,
    }

    impl Record {
        pub fn new(id: u64) -> Self {
            Self { id }
        }
    }

    // This comment belongs to the implementation.
    impl Display for Record {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "record {}", self.id)
        }
    }

    impl super::Visit for Record {}

    pub mod nested {
        use super::Record;

        pub const DEPTH: u8 = 2;

        impl From<u64> for Record {
            fn from(id: u64) -> Self {
                Self::new(id)
            }
        }

        macro_rules! audit {
            ($id:expr) => {
                Record::new($id)
            };
        }

        pub fn run() -> Record {
            audit!(7)
        }
    }
}

macro_rules! audit {
    () => {
        audit()
    };
}

pub trait Visit {
    fn run(&self) -> u8 {
        audit!()
    }
}

/// A type and a function may share a name.
pub struct Ticket {
    id: u64,
}

pub fn Ticket(id: u64) -> Ticket {
    Ticket { id }
}

impl Ticket {
    pub fn new() -> Self {
        Ticket(0)
    }
}

// One of the two is compiled, both stand in the file.
#[cfg(unix)]
pub fn pick() -> &'static str {
    "socket"
}

#[cfg(not(unix))]
pub fn pick() -> &'static str {
    "pipe"
}

#[cfg(unix)]
mod platform {
    pub fn name() -> &'static str {
        super::pick()
    }
}

#[cfg(not(unix))]
mod platform {
    pub fn name() -> &'static str {
        "elsewhere"
    }
}

pub struct Config;

impl Config {
    pub fn new() -> Self {
        Self
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(platform::name())
    }
}
