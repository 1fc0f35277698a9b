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
    "adler aes again allocator anyhow anyhow_error arc atomic "
    "backoff backtrace base base64 bigdecimal binary biscuit block blocking bon bytes "
    "cache cached cargo cc chain chrono_tz cipher clap_derive cms colored combine config "
    "console const cookie core crc cron crypto curl cursive data der derive des digest docker "
    "dotenv either embassy ember encoding env equivalent errno error event failure fang fast ff "
    "flate flume fraction fs future futures garde generic glob governor group gzip handle "
    "handlebars hash headers hex hmac home hostname http https id image inherent "
    "inout input instant io iron json key keys lazy lib libc link linked liquid lock "
    "log logger logos macro main map mark match memory mime model mutex native net nickel "
    "num object once open order os output paperclip parking password path "
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
    "pear piper poem pulsar quote regex ring rocket semver sentry surf tide tonic tower validator "
    "warp".split()
)
_STRANGE = frozenset(
    "biscuit flume nickel num paperclip pear piper poem pulsar rocket surf tide".split()
)
"""And of those, the ones that no prose about code has as a word before another: "poem routes"."""
_MASS = frozenset(
    # And those that it does use so: "memory's".
    "binary blocking bytes cache core crypto data either encoding event heed io iron "
    "json liquid logos memory native net paste process proc simple static std sync "
    "text time yaml zero".split()
)
_ADVERBS = frozenset({"anyhow"})
"""And those that are no nouns: where English has one, they are crates."""
_ADJECTIVES = frozenset("cached colored inherent linked".split())
"""And those that stand before a noun: with none behind them, "by cached as a value", likewise."""
_JOINING = frozenset(
    "and but or as because since that what where when while if so than which before after "
    "until here there then now thus".split()
)
_DETERMINERS = frozenset(
    "the a an our its this that these those each every no any my your their one another".split()
)
_PREPOSITIONS = frozenset(
    "by through with within of from in for to via on like under around towards behind beyond "
    "against".split()
)
_VERBS = frozenset(
    "are is was were has does can will would could might must may should cannot had".split()
)
_ACTS = frozenset(
    "asks brings expects insists keeps knows lets makes puts says sees tells thinks wants".split()
)
"""What one thing does, and no plural of a noun: "when inherent asks", not "cache reads"."""
_KINDS = frozenset("bare derived ordinary plain pure standard stock vanilla".split())
"""Before a name without an article they change nothing: "in standard ring", "plain poem"."""
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
    actix actix-cors actix-files actix-multipart actix-rt actix-web actix-ws addr2line again
    ahash aho-corasick alloy amiquip amqprs anstyle apalis arc-swap argh argon2 arrayvec arrow
    askama asn1-rs async-channel async-compression async-graphql async-nats async-openai
    async-recursion async-redis async-session async-std async-std-resolver async-stream
    async-trait attohttpc awc aws-config aws-sdk-s3 aws-sdk-sqs axum-extra axum-login
    axum-macros axum-prometheus axum-server axum-test backoff backon base64-simd bb8
    bb8-postgres bcrypt bevy bincode bindgen biscuit bitvec blake2 blake3 bollard bon bpaf bson
    bumpalo bytemuck byteorder cached calloop camino capnp cbindgen
    chacha20poly1305 chrono-humanize chumsky ciborium clap clap-verbosity-flag clokwerk
    cloudevents-sdk color-eyre concurrent-queue config-rs cookie-factory cookie-store cornucopia
    cranelift criterion-rs cron crossbeam crossbeam-channel crossbeam-deque crossbeam-epoch
    crossbeam-queue crossbeam-utils crossterm crypto-bigint csv-core curl cursive
    curve25519-dalek dashmap datafusion deadpool deadpool-lapin deadpool-postgres deadpool-redis
    deadpool-sqlite derivative derive-builder derive-more derive_builder derive_more diesel
    diesel-async diesel-derive-enum diesel_migrations dotenvy ed25519-dalek educe egui
    elasticsearch-rs embassy encoding_rs enum-iterator enum-map enum_map env_logger erased-serde
    error-stack eventsource-stream evmap eyre failure faktory fancy-regex
    fang fast-socks5 fasthash fastrace fern fixedbitset fjall flatbuffers flate2 flexi_logger
    flurry fnv fred futures-channel futures-concurrency futures-core futures-executor
    futures-lite futures-timer futures-util fxhash garde generic-array getrandom getset gix
    glommio gloo goose gotham governor graphql-client grpcio h3-quinn handlebars hashbrown
    hashlink heapless heed hex-literal hickory hickory-dns hifitime horrorshow hound http-body
    http-body-util http-serde http-types httparse httpmock humantime hyper-proxy hyper-rustls
    hyper-socks2 hyper-staticfile hyper-tls hyper-util iced im-rs indexmap indicatif indoc
    inventory-rs iron isahc jemalloc-ctl jemallocator jiff job_scheduler josekit jsonptr
    jsonrpsee jsonwebtoken jwt jwt-simple kafka-rust kanal kube-rs lalrpop lambda-http
    lambda-runtime lapin launchdarkly-server-sdk lazy_static leaky-bucket leptos lettre lexopt
    libsqlite3-sys liquid lmdb log4rs logos lru lru-cache lz4_flex maud memmap2
    metrics-exporter-prometheus metrics-rs miette mimalloc mini-moka minijinja mobc mockall
    mockito moka mongodb monoio mysql_async nanoid native-tls nats nats-rs ndarray nickel nix
    nom notify-debouncer-mini ntex num-bigint num-derive num-format num-integer num-traits
    nutype object_store okapi once_cell opendal openidconnect openraft openssl-sys
    opentelemetry-jaeger opentelemetry-otlp opentelemetry-prometheus
    opentelemetry-semantic-conventions ormlite ouroboros paho-mqtt papaya paperclip
    parity-scale-codec parking_lot paseto pasetors paste-rs peg pest petgraph phf pico-args
    pin-project pin-project-lite pingora poem poem-openapi polars pollster postcard
    postgres-protocol postgres-types pretty_assertions pretty_env_logger prettyplease
    proc-macro-error proc-macro2 prometheus-client proptest prost prost-types protobuf-codegen
    pulsar pulsar-rs pyo3 quaint quanta quick-error quick-protobuf quick-xml quick_cache
    quickcheck quinn r2d2 r2d2-postgres rand-distr rand_chacha rand_core ratatui rayon rbatis
    rdkafka redb redis-rs refinery-core regex-automata reqwest reqwest-eventsource
    reqwest-middleware reqwest-retry reqwest-tracing retry retry-policies rhai ring-compat rkyv
    rmp-serde rmpv rocket rocket-contrib rocket-okapi rocksdb ron rs-snowflake rstest rswag rug
    rumqttc rusoto rusqlite rust-crypto rust-embed rust-s3 rust_decimal rustc-hash rustls
    rustls-native-certs rustls-pemfile rustls-pki-types rustls-webpki ryu sailfish salvo scc
    schemars schnellru scylla-rs sea-migration sea-orm sea-query sea-schema secrecy-rs
    sentry-core sentry-tower serde serde-json serde_bytes serde_cbor serde_qs serde_repr
    serde_urlencoded serde_with serde_yaml sha1 sha2 sharded-slab signal-hook signal-hook-tokio
    simd-json simplelog sled slog slog-async slog-term slotmap smallvec smart-default smol snafu
    snmalloc sonic-rs speedate sqlite-rs sqlx sse-codec stretto structopt strum_macros surf
    surrealdb swc syn tantivy tarpc tauri tempfile tera test-case thiserror thread_local
    thruster tiberius tide tide-rs tikv-client time-rs tiny-http tinyvec tokio-cron-scheduler
    tokio-metrics tokio-native-tls tokio-openssl tokio-postgres tokio-retry tokio-rustls
    tokio-serde tokio-stream tokio-test tokio-tungstenite tokio-util toml_edit tonic-build
    tonic-health tonic-reflection tonic-web tower-cookies tower-governor tower-http tower-layer
    tower-service tower-sessions tracing-appender tracing-bunyan-formatter tracing-error
    tracing-flame tracing-futures tracing-log tracing-subscriber tracing-tree trillium trust-dns
    trybuild tungstenite twox-hash typed-builder typenum typetag typify ulid
    unicode-segmentation ureq utoipa utoipa-axum utoipa-redoc utoipa-swagger-ui uuid-simd valico
    validify viz warp wasm-bindgen wasmtime web-sys webauthn-rs webpki webpki-roots winnow
    wiremock x509-parser xml-rs xxhash-rust yew yup-oauth2 zeroize zeromq zstd zstd-safe
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
    behind = _WORD_BEHIND.match(text, found.end())
    after = behind[2] or "" if behind else ""
    does = _DOES.match(text, found.end()) is not None or after in _ACTS
    if behind is not None and behind[1] is not None:
        return word in _ADVERBS or (word not in _MASS and not _is_determined(before))
    if word in _ADVERBS:
        return _last(before) in _PREPOSITIONS or (does and _last(before) in {"", *",;:-"})
    if word in _MASS or _is_determined(before):
        return False
    if word in _ADJECTIVES and _last(before) in _PREPOSITIONS:
        return after in _DETERMINERS | {"as", ""}
    if does and (_begins(before) or before[-2:] == ["so", "that"]):
        return True
    return word in _PROPER and (word in _STRANGE or _is_alone(before, after, found, text))


def _is_alone(before: list[str], after: str, found: re.Match[str], text: str) -> bool:
    """Return whether a noun that needs an article has none, and is not part of another noun."""
    last = _last(before[:-1] if _last(before) in _KINDS else before)
    acts = after in _VERBS or (after.endswith("s") and not after.endswith("ss") and len(after) > 3)
    whole = not after or after in _DETERMINERS | _PREPOSITIONS | _JOINING
    said = last in {"", ";", ":"} and text.startswith(",", found.end())
    return (last in _PREPOSITIONS and whole) or said or (acts and _is_free(last)) or after in _ACTS


def _begins(before: list[str]) -> bool:
    """Return whether a clause begins behind these words, and no list goes on: not "a key or"."""
    return _is_free(_last(before)) and _last(before) not in {"and", "or", "nor", "but"}


def _last(before: list[str]) -> str:
    return before[-1] if before else ""


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
