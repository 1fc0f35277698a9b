//! Attributes on the fields of a pattern are Rust, but tree-sitter-rust 0.24 reports
//! an error at them. The error lies inside a body; all boundaries in this file are sound.

pub struct Posted {
    pub status: u16,
    #[cfg(feature = "trace")]
    pub span: u64,
}

pub fn before() -> u8 {
    1
}

/// The error is in this body.
pub fn status_of(posted: &Posted) -> u16 {
    let Posted { status, #[cfg(feature = "trace")] span, .. } = posted;
    #[cfg(feature = "trace")]
    let _ = span;
    *status
}

// Directly below an item with an error.
pub fn after(posted: &Posted) -> u16 {
    status_of(posted)
}

impl Posted {
    pub fn new(status: u16) -> Self {
        Self {
            status,
            #[cfg(feature = "trace")]
            span: 0,
        }
    }

    pub fn run(&self) -> bool {
        match self {
            Self { status: 200, #[cfg(feature = "trace")] span: 0, .. } => true,
            Self { status, .. } => *status < 300,
        }
    }

    pub fn last(&self) -> u16 {
        self.status
    }
}

pub const END: u8 = 2;
