//! The attribute of this file is inside it.
#![cfg(test)]
pub fn guarded() {}
