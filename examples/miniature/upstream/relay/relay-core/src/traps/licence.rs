// Copyright (c) 2026 The pytest-verbatim authors.
// SPDX-License-Identifier: MIT
pub fn backoff(failed: u32) -> u64 {
    250 << failed.min(8)
}
// This comment joins the two functions, and belongs to the second.
pub fn describe() -> &'static str {
    "licensed"
}
