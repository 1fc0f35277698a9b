//! Raw identifiers, and words that are keywords only in places.

pub struct r#type {
    pub r#fn: u8,
}

impl r#type {
    pub fn new() -> Self {
        Self { r#fn: 1 }
    }

    pub fn r#match(&self) -> u8 {
        self.r#fn
    }
}

pub fn r#match(r#type: &r#type) -> u8 {
    r#type.r#match()
}

pub mod r#mod {
    pub const r#const: u8 = 1;
}

// `gen` is a keyword from the edition of 2024 on.
pub fn gen() -> u8 {
    let gen = 4;
    gen
}

pub mod union {
    pub fn auto(default: u8) -> u8 {
        let union = default;
        union
    }
}

pub struct Grüße;

pub fn naïve(größe: u8) -> u8 {
    größe
}
