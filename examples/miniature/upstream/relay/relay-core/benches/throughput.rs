use relay_core::signing::SigningKey;

fn main() {
    let key = SigningKey::new(b"secret");
    for sent_at in 0..10_000 {
        std::hint::black_box(key.sign(sent_at, &[0; 4096]));
    }
}
