//! Macros, and calls of them in item position.

use std::sync::OnceLock;

macro_rules! route_kind {
    ($(#[$meta:meta])* $name:ident, $text:literal) => {
        $(#[$meta])*
        pub struct $name;

        impl $name {
            pub const TEXT: &'static str = $text;
        }
    };
    ($text:literal, $name:ident) => {
        route_kind!($name, $text);
    };
    ($lifetime:lifetime, $name:ident) => {
        pub struct $name<$lifetime>(&$lifetime str);
    };
}
pub(crate) use route_kind;

macro_rules! stamp {
    ($($any:tt)*) => {
        const _: () = ();
    };
}
pub(crate) use stamp;

macro_rules! shared {
    ($(#[$meta:meta])* static ref $name:ident: $kind:ty = $value:expr;) => {
        pub static $name: OnceLock<$kind> = OnceLock::new();
    };
    ($(#[$meta:meta])* pub(crate) struct $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        pub(crate) struct $name { $($body)* }
    };
}

macro_rules! getter {
    ($name:ident -> $kind:ty, $value:expr) => {
        pub fn $name(&self) -> $kind {
            $value
        }
    };
}

macro_rules! required {
    ($($name:ident),*) => {
        $(fn $name(&self) -> u8;)*
    };
}

macro_rules! provided {
    ($name:ident) => {
        fn $name(&self) -> u8 {
            0
        }
    };
}

route_kind!(Webhook, "webhook");

/// Documentation of a call.
// A comment between the documentation and the call.
route_kind! { Audit, "audit" }

route_kind![Mirror, "mirror"];

self::route_kind!(Replay, "replay");

#[cfg(unix)]
route_kind!(
    /// The first argument is documented: `Fake` is no identifier, it is a comment.
    Socket,
    "socket"
);

// A string or a lifetime comes first, then the name.
route_kind!("printer {Fake}", Printer);
route_kind!('conn, Session);
route_kind!(r#Loop, "loop");

shared! {
    static ref RELAY_NAME: String = String::from("relay");
}

shared! {
    pub(crate) struct Limits { most: usize }
}

// By the rule this one is called `derive`.
shared! {
    #[derive(Debug)]
    pub(crate) struct Window { seconds: u64 }
}

std::thread_local! {
    static LAST_ROUTE: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

// No identifier at all, and the same call twice.
stamp!();
stamp![42, "42", '4'];
stamp!(Webhook);
stamp!(Webhook);

impl Webhook {
    getter!(name -> &'static str, "webhook");

    pub fn new() -> Self {
        Self
    }

    // About the second getter.
    getter! { weight -> u8, 3 }
}

pub trait Ranked {
    required!(rank, weight);

    provided!(depth);
}

impl Ranked for Audit {
    provided!(rank);
    provided!(weight);
}

mod hooks {
    use super::route_kind;

    route_kind!(Webhook, "inner webhook");
    super::stamp!();

    pub mod deep {
        super::super::route_kind!(Webhook, "inmost webhook");
    }
}
