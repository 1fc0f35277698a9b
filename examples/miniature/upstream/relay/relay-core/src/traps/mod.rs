//! Rust that is awkward to cut. Each file holds one family of traps; the comments say
//! why an item stands there, and `examples/miniature` is tested against them.

#![allow(unused, nonstandard_style, clippy::all)]

mod bodies;
mod bom;
mod crlf;
mod empty;
mod impls;
mod imports;
mod kinds;
mod licence;
mod lines;
mod literals;
mod macros;
mod modules;
mod names;
mod no_newline;
mod only_comments;
#[cfg(feature = "nightly")]
mod parse_doubt;
mod parse_error;
mod spans;
mod testing;
mod uses;
