"""Mentions: the code-shaped names in a sentence, and where they stand.

What counts: all that stands in backticks; besides, words with an underscore, CamelCase, paths with
`::`, macros, file names, and the names of crates. Plain words and the proper nouns of products and
standards do not. Which of them exist is not known here.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pytest_verbatim.prose.sentence import code_spans
from pytest_verbatim.rustfile.naming import KEYWORDS

MentionKind = Literal["path", "macro", "file", "attribute", "crate", "text"]

_FILE = re.compile(
    r"(?<![\w/.:-])(?:[\w.-]+/)*[\w-]+(?:\.[\w-]+)*\.(?:rs|toml|sql|md|json|lock|html|ya?ml|env)\b"
)
_FOLDER = re.compile(r"(?<![\w/.:-])(?:[a-z][\w-]*/){1,}(?:[a-z][\w-]*/?)?(?![\w/])")
_NAME = r"(?:r\#)?[^\W\d]\w*"
_PATH = re.compile(rf"(?<!\w){_NAME}(?:::(?:<[^<>`]*>::)?{_NAME})*!?(?!\w)")
_BARE = re.compile(
    rf"""
      (?<![\w:`'/.-])
      (?:
          {_NAME}(?:::{_NAME})+!?                       # a::b
        | [A-Za-z][A-Za-z0-9]*(?:_+[A-Za-z0-9]+)+!?     # snake_case, SHOUTED_CASE
        | [a-z][a-z0-9]*!(?=[(\[{{])                     # macro![...]
        | [A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+             # CamelCase
      )
      (?![\w-]|::)
    """,
    re.VERBOSE,
)
_MEDIA = re.compile(r"(?:application|audio|font|image|message|multipart|text|video)/[\w.+*-]+")
_KEBAB = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+")
_FAMILIES = frozenset("actix axum diesel hyper serde sqlx tokio".split())
_COMPOUNDS = frozenset(
    # What plain English hangs onto a crate's name: "tokio-based".
    "agnostic aware backed based compatible derived driven flavoured flavored free friendly "
    "generated like managed native only owned powered side specific style style's to typed using "
    "version wide".split()
)
_CRATE = re.compile(r"(?<![\w:`'/.])[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*(?![\w`/]|::|\.\w)")
_STRING = re.compile(r"""b?"[^"]*"|b?'(?:[^'\\]|\\.)'""")
_COMMENT = re.compile(r"/\*(?s:.*?)(?:\*/|\Z)|//.*")
_CALLED_CRATE = re.compile(r"(?:'s)? crate\b")
_ATTRIBUTE = re.compile(r"#!?\[(.*)\]", re.DOTALL)
_PRODUCTS = frozenset(
    # Proper nouns with a capital inside, as their makers write them.
    "GitHub GitLab BitBucket PostgreSQL MySQL MariaDB SQLite MongoDB DynamoDB CockroachDB "
    "InfluxDB ClickHouse RabbitMQ ActiveMQ ZeroMQ JavaScript TypeScript CoffeeScript GraphQL "
    "OpenAPI OpenTelemetry OpenSSL OpenSSH OpenID LibreSSL BoringSSL WolfSSL WebSocket WebSockets "
    "WebHook WebAssembly WebAuthn DevOps MacOS LinkedIn YouTube PayPal WhatsApp DigitalOcean "
    "CloudFlare CloudFront CloudWatch CloudFormation CircleCI TravisCI PagerDuty DataDog NewRelic "
    "HashiCorp KeyDB DragonflyDB ElastiCache MemoryDB AutoScaling ChatML FastAPI NodeJS NextJS "
    "JetBrains IntelliJ VSCode PowerShell PgBouncer PgPool HAProxy IPv4 IPv6 SemVer CamelCase "
    "PascalCase JetStream PubSub BigQuery RedisInsight FreeBSD OpenBSD NetBSD SemaphoreCI GeoIP "
    "AppSec DevTools McCarthy UniFi".split()
)
_AMBIGUOUS = frozenset(
    # Crates whose names are English words, products, formats or algorithms: plain in prose they
    # mean those; as crates they stand in backticks or beside the word "crate".
    "adler anyhow aead aes ahash aliasable allocator anyhow_error arc atomic autocfg backtrace "
    "base64 base bigdecimal binary bitflags block blocking bytes cache cargo cc chain chrono_tz "
    "cipher clap_derive cms colored combine config console const cookie core crc crypto data der "
    "des derive digest docker dotenv either ember encoding env equivalent errno error event fast "
    "ff figment flate flume fraction fs future futures generic glob group gzip handle hash "
    "headers hex hmac home hostname http https hyper id image indexmap inherent inout input "
    "instant io itertools json key keys lazy lib libc link linked lock log logger macro main map "
    "mark match memory mime model mutex native net num object once open openssl opentelemetry "
    "order os output parking password path pear percent piper pin plain poll port proc process "
    "queue quote rand random record redis referencing regex ring rsa schema scrypt secret semver "
    "sentry server session sha shell signal signature simple size small socket spin stable std "
    "static stats stream string strum subtle svix sync table task term test text thread time "
    "token toml tonic tower trace tracing ts type unicode untrusted url uuid valid validator "
    "valuable value vec version void wait walk want warp wasi watch web which worker writable "
    "yaml zero zip".split()
)
_COMMON_CRATES = frozenset(
    # Crates that Rust programmers name without quotes and that are no English words.
    """
    actix actix-cors actix-rt actix-web addr2line aho-corasick ahash alloy amqprs anstyle apalis
    arc-swap argh argon2 arrayvec arrow async-channel async-compression async-graphql async-nats
    async-recursion async-redis async-session async-std async-stream async-trait awc aws-config
    aws-sdk-s3 aws-sdk-sqs axum-extra axum-server axum-test backon bb8 bb8-postgres bcrypt
    bevy bincode bindgen bitvec blake3 bollard bson bumpalo bytemuck byteorder calloop camino
    cbindgen chacha20poly1305 ciborium clap color-eyre concurrent-queue config-rs cookie-store
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
    rmp-serde rmpv rocket-okapi rocksdb ron rs-snowflake rstest rug rumqttc rusoto rusqlite
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A code-shaped name in a sentence.

    `start` and `end` are offsets in characters, half-open. `names` are the identifiers of a path in
    order; `dotted` says that a dot stands before them. `kind` `"text"` is what stands in backticks
    and is neither path nor file: a header's name, a literal. `ticked` is false for plain words.
    """

    text: str
    kind: MentionKind
    start: int
    end: int
    names: tuple[str, ...] = ()
    ticked: bool = True
    dotted: bool = False

    @property
    def last(self) -> str:
        """Return the last identifier; "" where there is none."""
        return self.names[-1] if self.names else ""


@lru_cache(maxsize=2048)  # several checks ask for the same sentences, one after the other
def mentions_in(sentence: str, crates: frozenset[str] = frozenset()) -> tuple[Mention, ...]:
    """Return the mentions in a sentence, by place; `crates` are written with `_`."""
    found: list[Mention] = []
    plain = list(sentence)
    for start, end in code_spans(sentence):
        code = sentence[start:end].strip("`")
        found += _ticked(code, sentence.index(code, start))
        plain[start:end] = "`" * (end - start)
    found += _plain("".join(plain), crates)
    return tuple(sorted(found, key=lambda m: (m.start, -m.end)))


# --- in backticks ----------------------------------------------------------------------------


def _ticked(code: str, at: int) -> Iterator[Mention]:
    at += len(code) - len(code.lstrip())
    code = code.strip()
    attribute = _ATTRIBUTE.fullmatch(code)
    if attribute:
        yield from _attribute(attribute[1], code, at)
    elif _MEDIA.fullmatch(code):
        return
    elif _FILE.fullmatch(code) or ("/" in code and _FOLDER.fullmatch(code)):
        yield Mention(code, "file", at, at + len(code))
    elif _KEBAB.fullmatch(code) or code.startswith("/"):
        yield Mention(code, "text", at, at + len(code))
    else:
        yield from _paths(code, at)


def _attribute(inside: str, whole: str, at: int) -> Iterator[Mention]:
    head = _PATH.match(inside)
    if head is not None:
        names = tuple(head[0].rstrip("!").split("::"))
        yield Mention(whole, "attribute", at, at + len(whole), names)
        behind = inside[head.end() :]
        if names == ("derive",):
            yield from _paths(behind, at + whole.index("[") + 1 + head.end())


def _paths(code: str, at: int) -> Iterator[Mention]:
    """Yield the paths in a piece of code; strings, comments, keywords, lifetimes are none."""
    blank = _COMMENT.sub(lambda m: " " * len(m[0]), code)
    for literal in _STRING.finditer(blank):
        if literal[0].startswith('"') and re.search(r"[A-Za-z]", literal[0]):
            yield Mention(literal[0], "text", at + literal.start(), at + literal.end())
    blank = _STRING.sub(lambda m: " " * len(m[0]), blank)
    for found in _PATH.finditer(blank):
        before = found.start()
        if blank[max(0, before - 1) : before] == "'":
            continue
        while blank[max(0, before - 1) : before] == " ":
            before -= 1
        text = found[0]
        if text.endswith("!") and blank[found.end() : found.end() + 1] == "=":
            text = text[:-1]  # a != b
        names = tuple(re.findall(_NAME, re.sub(r"<[^<>]*>", "", text)))
        kept = tuple(n.removeprefix("r#") for n in names if n not in _SILENT)
        dotted = blank.endswith(".", 0, before) and not blank.endswith("..", 0, before)
        if kept:
            kind: MentionKind = "macro" if text.endswith("!") else "path"
            start = at + found.start()
            yield Mention(text, kind, start, start + len(text), kept, dotted=dotted)
        for inner in re.finditer(r"<([^<>]*)>", text):  # the arguments in a path are paths too
            yield from _paths(inner[1], at + found.start() + inner.start(1))


_SILENT = KEYWORDS - {"Self", "self", "super", "crate", "union", "auto"} | {"self", "Self"}


# --- plain ------------------------------------------------------------------------------------


def _plain(text: str, crates: Collection[str]) -> Iterator[Mention]:
    taken = [False] * len(text)
    for found in _FILE.finditer(text):
        yield Mention(found[0], "file", *found.span(), ticked=False)
        taken[found.start() : found.end()] = [True] * len(found[0])
    for found in _FOLDER.finditer(text):
        segments = [part for part in found[0].split("/") if part]
        if _MEDIA.fullmatch(found[0]):
            continue
        if len(segments) > 1 and not any(taken[found.start() : found.end()]):
            yield Mention(found[0], "file", *found.span(), ticked=False)
            taken[found.start() : found.end()] = [True] * len(found[0])
    for found in _BARE.finditer(text):
        if any(taken[found.start() : found.end()]) or _is_no_name(found[0]):
            continue
        word = found[0]
        names = tuple(word.rstrip("!").split("::"))
        kind: MentionKind = "macro" if word.endswith("!") else "path"
        if len(names) == 1 and word in crates:
            kind = "crate"
        yield Mention(word, kind, *found.span(), names, ticked=False)
        taken[found.start() : found.end()] = [True] * len(word)
    for found in _CRATE.finditer(text):
        word = found[0]
        if not any(taken[found.start() : found.end()]) and _is_crate(word, found, text, crates):
            names = (word.replace("-", "_"),)
            yield Mention(word, "crate", *found.span(), names, ticked=False)


def _is_no_name(word: str) -> bool:
    """Return whether a word of that shape is a product's name, or an abbreviation such as E2E."""
    return (
        word in _PRODUCTS
        or word.removesuffix("s") in _PRODUCTS
        or not ("_" in word or ":" in word or re.search(r"[a-z]", word))
    )


def _is_crate(word: str, found: re.Match[str], text: str, crates: Collection[str]) -> bool:
    first, _, rest = word.partition("-")
    if first in _FAMILIES and rest and rest not in _COMPOUNDS:
        return True
    known = word.replace("-", "_") in crates or word in _COMMON_CRATES
    if known and word not in _AMBIGUOUS:
        return True
    return known and _CALLED_CRATE.match(text, found.end()) is not None
