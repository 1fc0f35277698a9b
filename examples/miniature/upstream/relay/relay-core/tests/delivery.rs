use relay_core::dedup::{DedupStore, Sighting};
use std::time::{Duration, Instant};

fn store() -> DedupStore {
    DedupStore::new(Duration::from_secs(60))
}

#[test]
fn an_event_is_new_once() {
    let now = Instant::now();
    let store = store();
    assert_eq!(store.sight("a", now), Sighting::First);
    assert_eq!(store.sight("a", now), Sighting::Repeated);
    assert_eq!(
        store.sight("a", now + Duration::from_secs(60)),
        Sighting::First
    );
}
