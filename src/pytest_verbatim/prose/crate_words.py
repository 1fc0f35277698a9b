"""Which plain words of a sentence are crates: names that only crates have, and words as such.

Many crates are called what English, products or formats are called too. Plain in prose those mean
the word; beside "crate", or where English has a proper noun alone, they mean the crate.
"""

import re
from collections.abc import Collection

_FAMILIES = frozenset("actix axum diesel hyper serde sqlx tokio".split())
_COMPOUNDS = frozenset(
    # What plain English hangs onto a crate's name: "tokio-based".
    "agnostic aware backed based compatible derived driven flavoured flavored free friendly "
    "generated like managed native only owned powered side specific style style's to typed using "
    "version wide".split()
)
_CALLED_CRATE = re.compile(r"(?:'s)? crate\b")
_AMBIGUOUS = frozenset(
    # Crates whose names are English words, products, formats or algorithms: plain in prose they
    # mean those; as crates they stand in backticks or beside the word "crate".
    "adler aead aes ahash aliasable allocator anyhow anyhow_error arc atomic autocfg backtrace "
    "base base64 bigdecimal binary bitflags block blocking bytes cache cargo cc chain chrono_tz "
    "cipher clap clap_derive cms colored combine config console const cookie core crc cron crypto "
    "data der derive des digest docker dotenv either ember encoding env equivalent errno error "
    "event fast ff figment flate flume fraction fs future futures generic glob group gzip handle "
    "hash headers hex hmac home hostname http https hyper id image indexmap inherent inout input "
    "instant io itertools json key keys lazy lib libc link linked lock log logger macro main map "
    "mark match memory mime model mutex native net num object once open openssl opentelemetry "
    "order os output parking password path pear percent pin piper plain poll port proc process "
    "queue quote rand random record redis referencing regex ring rocket rsa schema scrypt secret "
    "semver sentry server session sha shell signal signature simple size small socket spin stable "
    "static stats std stream string strum subtle svix sync table task term test text thread time "
    "token toml tonic tower trace tracing ts type unicode untrusted url uuid valid validator "
    "valuable value vec version void wait walk want warp wasi watch web which worker writable "
    "yaml zero zip".split()
)
_PROPER = frozenset(
    # Of these, the ones that plain English does not use without an article: "tower asks that".
    "clap config crc cron figment flume hyper pear regex ring rocket semver tonic tower validator "
    "warp".split()
)
_ADVERBS = frozenset({"anyhow"})
"""And those that are no nouns: behind a preposition, or as an owner, they are crates."""
_JOINING = frozenset(
    "and but or as because since that what where when while if so than which before after "
    "until here there then now thus".split()
)
_DETERMINERS = frozenset(
    "the a an our its this that these those each every no any my your their one another".split()
)
_PREPOSITIONS = frozenset("by through with of from in for to via on like under around".split())
_VERBS = frozenset("is was has does can will would could might must may should cannot had".split())
_WORD_BEFORE = re.compile(r"([\w'`]+|[^\w\s])\s*$")
_WORD_BEHIND = re.compile(r"('s\b)|\s+(\w+)")
_COMMON_CRATES = frozenset(
    # Crates that Rust programmers name without quotes and that are no English words.
    """
    actix actix-cors actix-rt actix-web addr2line aho-corasick ahash alloy amqprs anstyle apalis
    arc-swap argh argon2 arrayvec arrow async-channel async-compression async-graphql async-nats
    async-recursion async-redis async-session async-std async-stream async-trait awc aws-config
    aws-sdk-s3 aws-sdk-sqs axum-extra axum-server axum-test backon bb8 bb8-postgres bcrypt
    bevy bincode bindgen bitvec blake3 bollard bson bumpalo bytemuck byteorder calloop camino
    cbindgen chacha20poly1305 ciborium clap color-eyre cron concurrent-queue config-rs cookie-store
    cranelift criterion-rs crossbeam crossbeam-channel crossbeam-epoch crossbeam-queue crossterm
    csv-core curve25519-dalek dashmap datafusion deadpool deadpool-postgres deadpool-redis
    derivative derive-builder derive-more derive_builder derive_more diesel-async diesel_migrations
    dotenvy ed25519-dalek educe egui elasticsearch-rs encoding_rs enum-iterator enum-map enum_map
    env_logger erased-serde error-stack eyre fasthash fastrace fern fixedbitset flate2 flatbuffers
    flurry fnv fred futures-channel futures-concurrency futures-core futures-executor futures-lite
    futures-timer futures-util fxhash generic-array getrandom getset gix glommio gloo goose
    graphql-client grpcio hashbrown hashlink heapless hickory hickory-dns hound http-body
    http-body-util httparse httpmock hyper-rustls hyper-tls hyper-util iced im-rs jiff nats
    indicatif indexmap indoc inventory-rs jemallocator jsonrpsee jsonwebtoken jsonptr josekit
    jwt-simple kube-rs lazy_static lalrpop lapin leptos lettre libsqlite3-sys log4rs lru lz4_flex
    maud memmap2 metrics-exporter-prometheus metrics-rs miette mimalloc mini-moka minijinja mockall
    mockito moka mongodb monoio mysql_async nanoid native-tls ndarray nix nom num-bigint num-derive
    num-integer num-traits nutype object_store once_cell opendal openidconnect openraft
    opentelemetry-otlp ouroboros papaya parking_lot paseto pasetors paste-rs petgraph phf
    pin-project pin-project-lite pingora poem-openapi polars postcard postgres-types prettyplease
    pretty_assertions proc-macro2 prometheus-client proptest prost prost-types pulsar-rs pyo3 quanta
    quickcheck quick-xml quinn r2d2 rand_chacha rand_core ratatui rayon rdkafka redb redis-rs
    refinery-core reqwest reqwest-middleware reqwest-retry retry-policies rhai ring-compat rkyv
    rmp-serde rmpv rocket rocket-okapi rocksdb ron rs-snowflake rstest rug rumqttc rusoto rusqlite
    rust-embed rust_decimal rustc-hash rustls rustls-pemfile ryu sailfish salvo scc schemars
    sea-migration sea-orm sea-query sea-schema secrecy-rs sentry-tower serde serde-json serde_bytes
    serde_cbor serde_qs serde_repr serde_urlencoded serde_with serde_yaml sha1 sha2 sharded-slab
    simd-json sled slotmap slog smallvec smart-default smol snafu snmalloc sonic-rs sqlx sqlite-rs
    stretto strum_macros surrealdb swc syn tantivy tarpc tauri tempfile tera test-case thiserror
    thread_local tide-rs tiberius tikv-client time-rs tinyvec tokio-cron-scheduler tokio-metrics
    tokio-native-tls tokio-openssl tokio-postgres tokio-retry tokio-rustls tokio-serde tokio-stream
    tokio-test tokio-tungstenite tokio-util tonic-build tonic-health toml_edit tower-http
    tower-layer tower-service tower-sessions tracing-appender tracing-error tracing-futures
    tracing-log tracing-subscriber trillium trust-dns trybuild tungstenite twox-hash typed-builder
    typetag typenum ulid unicode-segmentation ureq utoipa utoipa-axum utoipa-swagger-ui uuid-simd
    validify wasm-bindgen wasmtime webpki wiremock xxhash-rust yew zeromq zeroize zstd
    """.split()
)


def is_crate(word: str, found: re.Match[str], text: str, crates: Collection[str]) -> bool:
    """Return whether a word, found in a text, is a crate; `crates` are written with `_`."""
    first, _, rest = word.partition("-")
    if first in _FAMILIES and rest and rest not in _COMPOUNDS:
        return True
    known = word.replace("-", "_") in crates or word in _COMMON_CRATES
    if known and word not in _AMBIGUOUS:
        return True
    if not known:
        return False
    return _CALLED_CRATE.match(text, found.end()) is not None or _is_proper(word, found, text)


def _is_proper(word: str, found: re.Match[str], text: str) -> bool:
    """Return whether a word that is a crate too stands where English has a proper noun alone."""
    ahead = _WORD_BEFORE.search(text, 0, found.start())
    behind = _WORD_BEHIND.match(text, found.end())
    before = ahead[1].lower() if ahead else ""
    owner = behind is not None and behind[1] is not None
    if word in _ADVERBS:
        return owner or before in _PREPOSITIONS
    if owner:
        return word in _PROPER and before not in _DETERMINERS
    free = not before or not before.isalnum() or before in _JOINING | _PREPOSITIONS
    after = behind[2] if behind is not None and behind[2] else ""
    acts = after in _VERBS or (after.endswith("s") and not after.endswith("ss") and len(after) > 3)
    return word in _PROPER and free and "`" not in before and acts
