//! Test code, though no attribute in this file says so.

mod deeper;

pub fn check() -> u8 {
    deeper::check()
}
