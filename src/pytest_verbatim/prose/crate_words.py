"""Which plain words of a sentence are crates: names that only crates have, and words as such.

Many crates are called what English, products or formats are called too. Plain in prose those mean
the word; beside "crate", or where English has a proper noun alone, they mean the crate.
"""

import re
from collections.abc import Collection, Iterator

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
    "adler aead aes again ahash allocator anyhow anyhow_error arc atomic autocfg "
    "backoff backtrace base base64 bigdecimal binary biscuit bitflags block blocking bon bytes "
    "cache cached cargo cc chain chrono_tz cipher clap_derive cms colored combine config "
    "console const cookie core crc cron crypto curl cursive data der derive des digest docker "
    "dotenv either embassy ember encoding env equivalent errno error event failure fang fast ff "
    "flate flume fraction fs future futures garde generic glob governor group gzip handle "
    "handlebars hash headers hex hmac home hostname http https id image indexmap inherent "
    "inout input instant io iron json key keys lazy lib libc link linked liquid lock "
    "log logger logos macro main map mark match memory mime mobc model mutex native net nickel "
    "num object once open openssl order os output paperclip parking password path "
    "pear peg percent pest pin piper plain poem poll port proc process pulsar queue quote "
    "random record redis referencing regex retry ring rocket rsa schema scrypt secret semver "
    "sentry server session sha shell signal signature simple size small socket spin stable static "
    "stats std stream string strum subtle surf sync table task term test text thread tide "
    "time token toml tonic tower trace tracing ts type unicode untrusted url uuid valid validator "
    "valuable value vec version void wait walk want warp wasi watch web which worker writable "
    "yaml zero zip".split()
)
_PROPER = frozenset(
    # Of these, the ones that plain English does not use without an article: "tower asks that".
    "backtrace biscuit config crc flume fraction governor inout nickel num paperclip "
    "pear poem pulsar quote regex ring rocket semver sentry surf tide tonic tower validator "
    "warp".split()
)
_STRANGE = frozenset("biscuit flume nickel num paperclip pear poem pulsar rocket surf tide".split())
"""And of those, the ones that no prose about code has as a word before another: "poem routes"."""
_MASS = frozenset(
    # And those that it does use so: "memory's".
    "binary blocking bytes cache core crypto data encoding event heed http https io iron "
    "json liquid logos memory mime native net paste process proc simple static std sync "
    "text time yaml zero".split()
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
_PREPOSITIONS = frozenset(
    "by through with of from in for to via on like under around towards behind beyond "
    "against".split()
)
_VERBS = frozenset(
    "are is was were has does can will would could might must may should cannot had".split()
)
_NO_OWNERS = frozenset(
    "today tomorrow yesterday nobody somebody everybody anybody someone everyone anyone else "
    "upstream here there it that what who whoever everything something nothing".split()
)
"""Without an article, and no crates: "today's `lease`"."""
_OWNER = re.compile(r"(?<![\w:`'/.-])([a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)(?:'|\u2019)s `")
_DOES = re.compile(
    r" [a-z]{2,}[^s\W]s (?:(?:the|an?|our|its|this|that|it|them|no|nothing|what|out|up)\b|`)"
)
"""What something does to something: "renders it", "writes no more"; no plural goes on so."""
_LAST_WORDS = re.compile(r"[\w'`-]+|[^\w\s]")
_NEAR, _FEW = 60, 3
"""So many characters and words before a noun are looked through for its article."""
_WORD_BEHIND = re.compile(r"('s\b)|\s+(\w+)")
_COMMON_CRATES = frozenset(
    # Crates that Rust programmers name without quotes and that are no English words.
    """
    actix actix-cors actix-rt actix-web addr2line again ahash aho-corasick alloy amiquip amqprs
    anstyle apalis arc-swap argh argon2 arrayvec arrow askama async-channel async-compression
    async-graphql async-nats async-recursion async-redis async-session async-std async-stream
    async-trait attohttpc awc aws-config aws-sdk-s3 aws-sdk-sqs axum-extra axum-server axum-test
    backoff backon bb8 bb8-postgres bcrypt bevy bincode bindgen biscuit bitvec blake2 blake3 bollard
    bon bpaf bson bumpalo bytemuck byteorder cached calloop camino capnp cbindgen chacha20poly1305
    chrono-humanize chumsky ciborium clap clokwerk color-eyre concurrent-queue config-rs
    cookie-store cornucopia cranelift criterion-rs cron crossbeam crossbeam-channel crossbeam-epoch
    crossbeam-queue crossterm csv-core curl cursive curve25519-dalek dashmap datafusion deadpool
    deadpool-postgres deadpool-redis derivative derive-builder derive-more derive_builder
    derive_more diesel diesel-async diesel_migrations dotenvy ed25519-dalek educe egui
    elasticsearch-rs embassy encoding_rs enum-iterator enum-map enum_map env_logger erased-serde
    error-stack evmap eyre failure faktory fang fasthash fastrace fern fixedbitset fjall flatbuffers
    flate2 flexi_logger flurry fnv fred futures-channel futures-concurrency futures-core
    futures-executor futures-lite futures-timer futures-util fxhash garde generic-array getrandom
    getset gix glommio gloo goose gotham governor graphql-client grpcio handlebars hashbrown
    hashlink heapless heed hickory hickory-dns hifitime horrorshow hound http-body http-body-util
    httparse httpmock humantime hyper-rustls hyper-tls hyper-util iced im-rs indexmap indicatif
    indoc inventory-rs iron isahc jemallocator jiff job_scheduler josekit jsonptr jsonrpsee
    jsonwebtoken jwt jwt-simple kanal kube-rs lalrpop lapin lazy_static leaky-bucket leptos lettre
    lexopt libsqlite3-sys liquid lmdb log4rs logos lru lz4_flex maud memmap2
    metrics-exporter-prometheus metrics-rs miette mimalloc mini-moka minijinja mobc mockall mockito
    moka mongodb monoio mysql_async nanoid native-tls nats ndarray nickel nix nom ntex num-bigint
    num-derive num-integer num-traits nutype object_store okapi once_cell opendal openidconnect
    openraft opentelemetry-otlp ormlite ouroboros paho-mqtt papaya paperclip parking_lot paseto
    pasetors paste-rs peg pest petgraph phf pico-args pin-project pin-project-lite pingora poem
    poem-openapi polars pollster postcard postgres-types pretty_assertions pretty_env_logger
    prettyplease proc-macro2 prometheus-client proptest prost prost-types pulsar pulsar-rs pyo3
    quaint quanta quick-xml quick_cache quickcheck quinn r2d2 rand_chacha rand_core ratatui rayon
    rbatis rdkafka redb redis-rs refinery-core reqwest reqwest-middleware reqwest-retry retry
    retry-policies rhai ring-compat rkyv rmp-serde rmpv rocket rocket-okapi rocksdb ron rs-snowflake
    rstest rswag rug rumqttc rusoto rusqlite rust-embed rust_decimal rustc-hash rustls
    rustls-pemfile ryu sailfish salvo scc schemars schnellru sea-migration sea-orm sea-query
    sea-schema secrecy-rs sentry-tower serde serde-json serde_bytes serde_cbor serde_qs serde_repr
    serde_urlencoded serde_with serde_yaml sha1 sha2 sharded-slab simd-json simplelog sled slog
    slotmap smallvec smart-default smol snafu snmalloc sonic-rs speedate sqlite-rs sqlx stretto
    structopt strum_macros surf surrealdb swc syn tantivy tarpc tauri tempfile tera test-case
    thiserror thread_local thruster tiberius tide tide-rs tikv-client time-rs tinyvec
    tokio-cron-scheduler tokio-metrics tokio-native-tls tokio-openssl tokio-postgres tokio-retry
    tokio-rustls tokio-serde tokio-stream tokio-test tokio-tungstenite tokio-util toml_edit
    tonic-build tonic-health tower-http tower-layer tower-service tower-sessions tracing-appender
    tracing-error tracing-futures tracing-log tracing-subscriber trillium trust-dns trybuild
    tungstenite twox-hash typed-builder typenum typetag typify ulid unicode-segmentation ureq utoipa
    utoipa-axum utoipa-swagger-ui uuid-simd valico validify viz warp wasm-bindgen wasmtime webpki
    winnow wiremock xxhash-rust yew zeroize zeromq zstd
    """.split()
)


def owners_in(text: str) -> Iterator[re.Match[str]]:
    """Yield where a word without an article owns code: "poem's `Instant`"; group 1 is the word.

    English says so of proper nouns alone, and those in small letters are crates. `text` has nothing
    but backticks where code stands.
    """
    for found in _OWNER.finditer(text) if "s `" in text else ():
        before = _words_before(text[: found.start()])
        if _is_free(before[-1] if before else "") and found[1] not in _NO_OWNERS | _MASS:
            yield found


def candidates(words: frozenset[str], crates: frozenset[str]) -> frozenset[str]:
    """Return which of these words are crates if they stand right: all others never are."""
    dashed = (word for word in words if "-" in word)
    return (
        (words & crates)
        | (words & _COMMON_CRATES)
        | frozenset(
            word
            for word in dashed
            if word.replace("-", "_") in crates or word.partition("-")[0] in _FAMILIES
        )
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
    before = _words_before(text[: found.start()])
    last = before[-1] if before else ""
    behind = _WORD_BEHIND.match(text, found.end())
    after = behind[2] or "" if behind else ""
    owner = behind is not None and behind[1] is not None
    if word in _ADVERBS:
        return owner or last in _PREPOSITIONS
    if owner:
        return word not in _MASS and not _is_determined(before)
    if word in _MASS or _is_determined(before):
        return False
    if (_is_free(last) or before[-2:] == ["so", "that"]) and _DOES.match(text, found.end()):
        return True
    if word not in _PROPER:
        return False
    acts = after in _VERBS or (after.endswith("s") and not after.endswith("ss") and len(after) > 3)
    whole = not after or after in _DETERMINERS | _PREPOSITIONS | _JOINING
    alone = last in _PREPOSITIONS and whole
    said = last in {"", ";", ":"} and text.startswith(",", found.end())
    return word in _STRANGE or alone or said or (acts and _is_free(last))


def _words_before(text: str) -> list[str]:
    """Return the last words and marks of a text, in small letters: enough for a noun's article."""
    return [piece.lower() for piece in _LAST_WORDS.findall(text[-_NEAR:])][-_FEW:]


def _is_determined(before: list[str]) -> bool:
    """Return whether the words before a noun give it an article: "a", "the last", "our own"."""
    if before and "`" in before[-1]:
        return True
    if before[-2:] == ["so", "that"]:
        return False
    for word in reversed(before):
        if word in _DETERMINERS:
            return True
        if not word.replace("'", "").isalnum() or word in _JOINING | _PREPOSITIONS | _VERBS:
            return False
    return False


def _is_free(before: str) -> bool:
    """Return whether no article or noun stands before a word: what is before it, in lower case."""
    if before in _DETERMINERS or "`" in before:
        return False
    return not before.isalnum() or before in _JOINING | _PREPOSITIONS
