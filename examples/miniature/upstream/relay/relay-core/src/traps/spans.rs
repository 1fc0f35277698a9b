//! Where an item begins and ends.
pub const FIRST: u8 = 1; // trailing comment of FIRST
pub const SECOND: u8 = 2; // trailing comment of SECOND
// Directly above THIRD.
pub const THIRD: u8 = 3;
// Directly below THIRD, apart from what follows.

// Apart from FOURTH by a blank line.

/// Documentation, then a blank line.

pub const FOURTH: u8 = 4;

// Above the documentation.
/// Documentation of `documented`.
// Between documentation and attribute: fn fake() {
#[inline] // why it is inlined
// Between attributes.
/* A block comment
   between attributes: } */
#[must_use]

#[doc = "A line of documentation that is an attribute {"]
// Between the attributes and the item.
pub fn documented() -> u8 {
    5
} // the end of `documented`
#[derive(
    Clone,
    Debug, // } in a derive
)]
#[cfg_attr(
    feature = "trace",
    derive(PartialEq),
)]
#[cfg_attr(test, derive(Eq, PartialEq))]
pub struct Wide {
    pub left: u8, // {
    pub right: u8,
} /* a block comment after the end */

/**
 * Block documentation of `starred`. { fn fake() {}
 */
pub fn starred() {}

/* A block comment above an item is no part of it. */
pub fn blocked() {}
//////////////////////////////
// A rule of slashes is a comment like any other.
pub fn ruled() {}

#[allow(dead_code)] // a comment after an attribute does not end the walk up
pub fn attributed() {}

// The walk goes on above this attribute.
#[allow(dead_code)] // trailing
pub fn walked() {} // trailing comment of `walked`
/* on the same line */ pub fn after_block() {}
#[inline] pub fn beside_attribute() {}

/// An implementation.
// Its header holds comments.
impl<T> Holder<T>
// One bound to a line.
where
    T: Clone, // cheap for all that we hold
    /* { */
    T: Send,
{ // trailing comment of the header

    // Above `new`, below a blank line.
    pub fn new(value: T) -> Self {
        Self { value }
    } // the end of `new`
    pub const LIMIT: usize = 3; // trailing comment of LIMIT
    // Above `get`.
    #[must_use] // {
    pub fn get(&self) -> T {
        self.value.clone()
    }

    /// The last member.
    pub fn run(&self) {}
    // A comment that belongs to no member.
} // the end of the implementation

// © 2026 – „Größe“ 🦀: multi-byte text above, beside and inside an item.
pub const GREETING: &str = "grüße 🦀 漢字 }"; // ✓ „fertig“
pub const FAREWELL: &str = "auf Wiedersehen";
/* 🦀 漢字 */ pub fn after_wide() {}

impl Wide { // trailing comment of a header
    // About `sum`.
    pub fn sum(&self) -> u16 {
        u16::from(self.left) + u16::from(self.right)
    }
}

impl Wide
{
    /// The brace of this header stands alone.
    pub fn max(&self) -> u8 {
        self.left.max(self.right)
    }
}

pub struct Holder<T> {
    value: T,
}
