//! Nightly syntax that costs tree-sitter-rust 0.24 the boundaries of an item.

pub struct Doubted<T>(T);

pub fn before() -> u8 {
    1
}

#[cfg(feature = "nightly")]
impl<T> Doubted<T>
where
    #[cfg(unix)]
    T: Send,
{
    pub fn run(&self) {}
}

pub fn after() -> u8 {
    2
}
