// The first three bytes of this file are a byte order mark.
/// Documentation below a comment that starts the file.
pub const FIRST: u8 = 1;
pub const SECOND: u8 = 2;
