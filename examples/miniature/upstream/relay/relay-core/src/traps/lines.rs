//! Items that share a line with other code.

use std::net::IpAddr; use std::net::TcpStream;

pub struct Left; pub struct Right;

pub fn alone() {}

pub fn one() {} pub fn two() {}

impl Left { pub fn run(&self) {} }

impl Right { pub fn new() -> Self { Self } pub fn run(&self) {} }

impl Right {
    pub fn first(&self) {} pub fn second(&self) {}
    pub fn third(&self) {}
}

// The line that closes this implementation opens the next.
impl From<Left> for Right {
    fn from(_: Left) -> Self {
        Self
    }
} impl From<Right> for Left {
    fn from(_: Right) -> Self {
        Self
    }
}

pub mod tight { pub fn run() {} }

pub const A: u8 = {
    1
}; pub const B: u8 = 2;

pub fn last() {}
