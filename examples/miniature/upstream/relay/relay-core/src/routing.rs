//! Which endpoints an event goes to.

/// One subscription: an event type, or a prefix of types that ends in `.*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    pub pattern: String,
    pub endpoint: String,
}

impl Route {
    pub fn new(pattern: &str, endpoint: &str) -> Self {
        Self {
            pattern: pattern.to_owned(),
            endpoint: endpoint.to_owned(),
        }
    }

    pub fn matches(&self, event_type: &str) -> bool {
        match self.pattern.strip_suffix(".*") {
            // `user.*` takes `user.created`, but neither `user` nor `username`.
            Some(prefix) => event_type
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with('.')),
            None => self.pattern == event_type,
        }
    }
}

/// The endpoints for an event type, each once, in the order of their routes.
pub fn route<'a>(routes: &'a [Route], event_type: &str) -> Vec<&'a str> {
    let mut endpoints: Vec<&str> = Vec::new();
    for route in routes.iter().filter(|route| route.matches(event_type)) {
        if !endpoints.contains(&route.endpoint.as_str()) {
            endpoints.push(&route.endpoint);
        }
    }
    endpoints
}
