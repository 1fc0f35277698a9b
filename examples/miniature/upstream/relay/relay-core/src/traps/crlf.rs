// Each line of this file ends in CR LF.
// The licence header ends here.
/// A documented structure.
#[derive(Clone, Debug)]
pub struct Window {
    pub seconds: u64,
}

impl Window {
    // About `new`.
    pub fn new(seconds: u64) -> Self {
        Self { seconds }
    }

    /** Half of it. */
    pub fn half(&self) -> u64 {
        self.seconds / 2
    }
}

pub const TEXT: &str = "one
two \
   three";
