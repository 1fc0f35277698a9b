//! One item of every kind.

extern crate alloc;

use alloc::borrow::Cow;

pub fn plain() -> u8 {
    1
}

pub async fn waiting(url: &str) -> usize {
    url.len()
}

pub const fn doubled(n: u32) -> u32 {
    n * 2
}

/// # Safety
/// `bytes` must point at one byte or more.
pub unsafe fn first_byte(bytes: *const u8) -> u8 {
    *bytes
}

pub extern "C" fn relay_abi() -> u32 {
    3
}

pub(in crate::traps) const unsafe extern "C" fn every_qualifier() {}

/// # Errors
/// A return type over several lines, and a `where` clause without a bound.
pub fn generic<'a, T, const N: usize>(
    input: &'a [T; N],
) -> Result<
    &'a T,
    Cow<'a, str>,
>
where
{
    input.first().ok_or(Cow::Borrowed("nothing"))
}

#[derive(Clone)]
pub struct Brace<'a, T: ?Sized + 'a = str, const N: usize = 4>
where
    T: ToOwned,
{
    pub text: Cow<'a, T>,
    pub(crate) slots: [u8; N],
}

pub struct Tuple(pub u64, pub(crate) u8);

pub struct Unit;

#[repr(u8)]
pub enum Priority {
    Bulk = 1,
    /// Skips the queue.
    Urgent = 1 << 3,
}

pub union Word {
    whole: u32,
    bytes: [u8; 4],
}

/// `CAPACITY` has no default, `NAME` has one; so have `flush` and `describe`.
pub trait Sink: Send {
    const CAPACITY: usize;
    const NAME: &'static str = "sink";

    type Receipt;
    type Batch<'a>: Iterator<Item = &'a str>
    where
        Self: 'a;

    fn accept(&mut self, line: &str) -> Self::Receipt;

    /// Does nothing unless the sink buffers.
    fn flush(&mut self) {}

    fn describe() -> String
    where
        Self: Sized,
    {
        format!("{} of {}", Self::NAME, Self::CAPACITY)
    }
}

pub unsafe trait Plain {}

impl Sink for Vec<String> {
    const CAPACITY: usize = 16;

    type Receipt = usize;
    type Batch<'a> = std::iter::Map<std::slice::Iter<'a, String>, fn(&'a String) -> &'a str>;

    fn accept(&mut self, line: &str) -> usize {
        self.push(line.to_owned());
        self.len()
    }
}

impl Unit {
    pub const LIMIT: usize = 8;

    pub fn new() -> Self {
        Self
    }
}

pub const ATTEMPTS: [u32; 3] = [1, 5, 25];

// Two constants without a name.
const _: () = assert!(ATTEMPTS.len() == 3);
const _: () = assert!(Unit::LIMIT > 4);

pub static STARTED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

static mut LAST_SEEN: u64 = 0;

pub type Handler = Box<dyn for<'a> Fn(&'a [u8]) -> bool + Send + 'static>;

type Pair<T> = (T, T);

macro_rules! relay_name {
    () => {
        "relay"
    };
}

mod inner {
    pub const DEPTH: u8 = 1;
}

// A block of foreign items is none of the kinds that can be selected.
extern "C" {
    fn getpid() -> i32;
}
