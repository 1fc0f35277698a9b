//! Implementations that differ in one respect each.

use std::{
    error::Error,
    fmt::{self, Debug, Display},
    io,
};

pub trait Describe {
    fn describe(&self) -> String {
        String::from("thing")
    }
}

pub trait Accept<T> {
    fn accept(&mut self, value: T);
}

pub struct Total(u64);

// By generic argument only.
impl Accept<u8> for Total {
    fn accept(&mut self, value: u8) {
        self.0 += u64::from(value);
    }
}

impl Accept<Vec<u8>> for Total {
    fn accept(&mut self, value: Vec<u8>) {
        self.0 += value.len() as u64;
    }
}

impl<'a, const N: usize> Accept<&'a [u8; N]> for Total {
    fn accept(&mut self, value: &'a [u8; N]) {
        self.0 += N as u64;
    }
}

pub enum RelayError {
    Io(io::Error),
    Format,
}

// By the qualifier of the argument only.
impl From<io::Error> for RelayError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<fmt::Error> for RelayError {
    fn from(_: fmt::Error) -> Self {
        Self::Format
    }
}

pub struct Buffer(Vec<u8>);

// By the qualifier of the trait only.
impl fmt::Write for Buffer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

impl io::Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub struct Holder<T>(T);

// By the `where` clause only: the paths repeat.
#[cfg(unix)]
impl<T> Describe for Holder<T>
where
    T: Display,
{
    fn describe(&self) -> String {
        self.0.to_string()
    }
}

#[cfg(not(unix))]
impl<T> Describe for Holder<T>
where
    T: Debug,
{
    fn describe(&self) -> String {
        format!("{:?}", self.0)
    }
}

// Several inherent blocks: the first two differ by bounds, the last two by arguments.
impl<T> Holder<T> {
    pub fn new(value: T) -> Self {
        Self(value)
    }
}

impl<T: Clone> Holder<T> {
    pub fn copied(&self) -> T {
        self.0.clone()
    }
}

impl Holder<u8> {
    pub const WIDTH: usize = 1;

    pub fn run(&self) -> usize {
        Self::WIDTH
    }
}

impl Holder<u16> {
    pub const WIDTH: usize = 2;

    pub fn run(&self) -> usize {
        Self::WIDTH
    }
}

// Types that are no plain names.
impl Describe for &Total {}
impl<T> Describe for [T] {}
impl<T, const N: usize> Describe for [T; N] {}
impl<A, B> Describe for (A, B) {}
impl Describe for () {}
impl Describe for fn(u8) -> bool {}
impl<'a> Describe for fn(&'a str, usize) -> &'a str {}
impl Describe for *const Total {}
impl Describe for dyn Error + Send {}
impl<'a> Describe for dyn Display + 'a {}
impl Describe for Box<dyn Fn(&str) -> u8 + Send + 'static> {}
impl Describe for self::Buffer {}

impl dyn Describe + Send {
    pub fn shout(&self) -> String {
        self.describe().to_uppercase()
    }
}

pub struct Handle(*mut u8);

unsafe impl Send for Handle {}

#[cfg(feature = "nightly")]
impl !Sync for Handle {}
