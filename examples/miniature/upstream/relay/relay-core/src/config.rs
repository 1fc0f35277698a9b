//! Settings, read from lines of `name = value`.

use std::{fmt, num::ParseIntError, str::FromStr};

use crate::retry::BackoffPolicy;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub queue_capacity: usize,
    pub policy: BackoffPolicy,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            queue_capacity: 10_000,
            policy: BackoffPolicy::default(),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub enum ConfigError {
    NoValue { line: usize },
    UnknownName(String),
    Number(ParseIntError),
}

impl From<ParseIntError> for ConfigError {
    fn from(error: ParseIntError) -> Self {
        Self::Number(error)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValue { line } => write!(f, "line {line} has no value"),
            Self::UnknownName(name) => write!(f, "there is no setting {name:?}"),
            Self::Number(error) => error.fmt(f),
        }
    }
}

impl FromStr for Config {
    type Err = ConfigError;

    /// Empty lines and lines that begin with `#` are skipped.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut config = Self::default();
        for (index, line) in text.lines().map(str::trim).enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (name, value) = line
                .split_once('=')
                .ok_or(ConfigError::NoValue { line: index + 1 })?;
            match name.trim() {
                "queue_capacity" => config.queue_capacity = value.trim().parse()?,
                "attempts" => config.policy.attempts = value.trim().parse()?,
                other => return Err(ConfigError::UnknownName(other.to_owned())),
            }
        }
        Ok(config)
    }
}
