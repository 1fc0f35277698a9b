/*! Text that looks like code. No item of this file is called fake. */
use std::fmt::Debug;

pub const BRACES: &str = "} fn fake() { { {";
pub const QUOTES: &str = "\"} \\";
pub const RAW: &str = r#"
use fake::b;
fn fake() {}
impl Fake { "}
"#;
pub const DEEP_RAW: &str = r##"one "# fn fake() {} "##;
pub const BYTES: &[u8] = b"}{\x7b\"";
pub const RAW_BYTES: &[u8] = br"\";
pub const OPEN: char = '{';
pub const QUOTE: char = '\'';
pub const DOUBLE: char = '"';
pub const BYTE: u8 = b'}';

/* Block comments nest: /* fn fake() {} */ struct Fake; } */
pub fn lifetimes<'a>(text: &'a str, open: char) -> &'a str {
    // fn fake() {
    let fake = 'a: {
        if open == 'a' {
            break 'a "{";
        }
        text
    };
    /* } /* } */ } */
    fake
}

// use std::collections::HashMap;
// struct Fake;

pub fn multi_line() -> String {
    let text = "
fn fake() {
    use a::b;
}

// no comment
";
    format!("{text}{{{}}}", '}')
}

/// ```
/// fn fake() {}
/// ```
pub fn with_example<T: Debug>(value: T) -> String {
    format!("{value:?} // fn fake() {{")
}

// A line separator ( ), a form feed (), a vertical tab () and a next line () end no line.
pub fn unusual_space() -> &'static str {
    " "
}

pub const NOTE: &str = "a string whose last line
// looks like a comment";
pub const BELOW_NOTE: u8 = 1;

/* A block comment whose last line
// looks like a line comment */
pub const BELOW_BLOCK: u8 = 2;

// No emitted code may hold this.
pub const STOP_WORD: &str = "<|im_end|>";
