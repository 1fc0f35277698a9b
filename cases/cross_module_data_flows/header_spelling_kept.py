"""Header names are one whatever their case, and reach the wire as the customer spelled them."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    bound,
    calls,
    field,
    literal,
    returns,
    rust,
)

header_spelling_kept = Example(
    code=[
        rust(
            "svix-server/src/worker.rs",
            "OUR_USER_AGENT",
            "WEBHOOK_ID",
            "WEBHOOK_TIMESTAMP",
            "WEBHOOK_SIGNATURE",
            "SVIX_ID",
            "SVIX_TIMESTAMP",
            "SVIX_SIGNATURE",
            "generate_msg_headers",
        ),
        rust(
            "svix-server/src/core/types/case_preserving_header_map.rs",
            "CasePreservingHeaderMap",
            "CasePreservingHeaderMap::try_insert",
            "CasePreservingHeaderMap::insert",
            "CasePreservingHeaderMap::into_maps",
            imports="used",
        ),
        rust(
            "svix-server/src/core/webhook_http_client.rs",
            "RequestBuilder::build_headers",
            "RequestBuilder::headers",
        ),
    ],
    prompt="""
        Whitelabelled headers, and a receiver with a `Webhook-Id` of its own among the
        endpoint's configured ones: some attempts arrive with our id, some with theirs.
        Between `generate_msg_headers` and the request the headers are a plain map with
        strings for names. Two spellings of one name stay apart in it, and when the client parses
        the names, the one that hashing happens to put last is sent.

        The parties on that way need a map that takes names as equal whatever their
        case, and keeps the spelling, which some receivers insist on; hyper, as we patch
        it, can write names in a case of our choosing. Last insertion wins, value and
        spelling both, so that configured headers beat ours every time. Our own names
        have no spelling worth keeping.

        Names are to be parsed once. One that isn't valid comes back as an error of the
        insertion; for a configured header it is logged and the header left out, since
        the delivery is worth more. The `RequestBuilder` then has nothing to check and
        only splits the map into what hyper wants, without copying names again.
    """,
    think="""
        Equality has to come from `HeaderName`, which lowercases as it parses, and the
        spelling has to travel beside it. A `HashMap<HeaderName, (String, T)>` does
        both, in a file of its own under core/types. A `String` wrapper with its own
        `Eq` and `Hash` would hold a name once and not twice; but a hash that disagrees
        with its equality is a bug nobody sees, and the parsed name is wanted in the end
        anyhow. `T` defaults to `HeaderValue`; a test can put plain strings in, under
        "foo" and then "Foo", and has to find one entry that reads "Foo".

        Two ways in, for two kinds of names. `try_insert` takes what a customer wrote,
        as `AsRef<str> + Into<String>`, so that a `String` can be given away. Its error
        is `InvalidHeaderName`. The name is checked ahead of `into`, and a refused one
        leaves the map as it was. `insert` takes a `HeaderName` and cannot fail; the
        lowercase form is its spelling. So the worker's names become constants,
        `HeaderName` by `from_static`, and the user agent a `HeaderValue`.

        `generate_msg_headers` in worker.rs keeps its parameters, even `_endpoint_url`,
        which it does not use, and returns the new map. It puts ours in, webhook- or
        svix- according to the flag, and the configured ones behind them. A value is
        parsed, and if it can be, its name goes through `try_insert`; either failure is
        a `tracing::error!` and the loop goes on. Reading the row has checked both, the
        name in lower case, which turns a Kelvin sign into a plain k; but for that,
        neither should get here. For a bad value the line shows the value, a credential
        perhaps. Failures in id, timestamp or signatures are ours and become
        `Error::generic`. The configured map is borrowed from the snapshot, so each key
        is copied into its `String`.

        What can a customer override by this? Not user-agent, content-type or names with
        the prefix svix-, the validators refuse those. The prefix webhook- is not on
        their list, so where headers are whitelabelled an endpoint can replace even the
        signature, for itself alone. I leave that to the list.

        Out of it come two maps under the same keys, by `into_maps`: the values, and the
        original names as bytes, made of the strings' own buffers. `build_headers` in
        webhook_http_client.rs turns the latter into hyper's case map and is done; its
        parsing and its log line go. What is not in the case map, such as host and
        accept when they come from the builder, is written in title case by the client's
        setting. Ours are in it in lower case and go out that way.

        What gets dropped, as it was by the plain map, are order and repeated names: a
        header with two values cannot be expressed, nor can it in the JSON of
        `EndpointHeaders`. And of two spellings in one stored map either may come last.
    """,
    claims={
        "A `HashMap<HeaderName, (String, T)>` does both, in a file of its own under "
        "core/types.": field(
            "CasePreservingHeaderMap", "inner", "HashMap<HeaderName, (String, T)>"
        ),
        "Its error is `InvalidHeaderName`.": returns(
            "CasePreservingHeaderMap::try_insert", "Result<(), InvalidHeaderName>"
        ),
        "The name is checked ahead of `into`, and a refused one leaves the map as it was.": [
            before("CasePreservingHeaderMap::try_insert", "HeaderName::from_bytes", ".into"),
            before("CasePreservingHeaderMap::try_insert", "HeaderName::from_bytes", ".insert"),
        ],
        "`insert` takes a `HeaderName` and cannot fail; the lowercase form is its spelling.": [
            calls("CasePreservingHeaderMap::insert", ".to_string", times=1),
            absent("CasePreservingHeaderMap::insert", "Result"),
            argued(
                "`HeaderName` is valid and lowercase by construction, so `insert` has nothing to "
                "check; it takes the spelling from `to_string` of the key.",
                "CasePreservingHeaderMap::insert",
            ),
        ],
        "It puts ours in, webhook- or svix- according to the flag, and the configured ones behind "
        "them.": [
            before("generate_msg_headers", ".insert", ".try_insert"),
            calls("generate_msg_headers", ".insert", times=8),
        ],
        "A value is parsed, and if it can be, its name goes through `try_insert`; either failure "
        "is a `tracing::error!` and the loop goes on.": [
            before("generate_msg_headers", ".parse", ".try_insert"),
            calls("generate_msg_headers", ".try_insert", times=1),
            calls("generate_msg_headers", "tracing::error!", times=2),
            absent("generate_msg_headers", "break"),
        ],
        "Reading the row has checked both, the name in lower case, which turns a Kelvin sign into "
        "a plain k; but for that, neither should get here.": argued(
            "`validate_header_key` parses the name behind `to_lowercase`, by which U+212A becomes "
            "an ASCII letter; `try_insert` parses it as written, where no byte beyond ASCII is "
            "valid. A value is put to the same test by `validate_header_map` and by `parse`.",
            "validate_header_key",
            "validate_header_map",
            "CasePreservingHeaderMap::try_insert",
            "generate_msg_headers",
        ),
        "For a bad value the line shows the value": literal(
            "generate_msg_headers", "Invalid HeaderValue {}: {}"
        ),
        "Failures in id, timestamp or signatures are ours and become `Error::generic`.": calls(
            "generate_msg_headers", "Error::generic", times=3
        ),
        "The prefix webhook- is not on their list, so where headers are whitelabelled an endpoint "
        "can replace even the signature, for itself alone.": [
            argued(
                "`validate_header_key` looks at `FORBIDDEN_KEYS` and `FORBIDDEN_PREFIXES`, and no "
                "entry of either begins with webhook; `generate_msg_headers` inserts configured "
                "headers behind `WEBHOOK_SIGNATURE`, from the one endpoint that is dispatched to.",
                "FORBIDDEN_KEYS",
                "FORBIDDEN_PREFIXES",
                "validate_header_key",
                "generate_msg_headers",
            ),
        ],
        "Out of it come two maps under the same keys, by `into_maps`: the values, and the original "
        "names as bytes, made of the strings' own buffers.": [
            returns("CasePreservingHeaderMap::into_maps", "(HeaderMap<T>, HeaderMap<Bytes>)"),
            calls("CasePreservingHeaderMap::into_maps", ".into_bytes", times=1),
            absent("CasePreservingHeaderMap::into_maps", "copy_from_slice"),
        ],
        "What is not in the case map, such as host and accept when they come from the builder, is "
        "written in title case by the client's setting.": [
            calls("WebhookClient::new", ".http1_title_case_headers", times=1),
            argued(
                "`build` puts host and accept into the headers and nothing into `header_names`; "
                "hyper's writer takes a spelling from the case map, and for a name without one "
                "makes title case where `http1_title_case_headers` is set.",
                "WebhookClient::new",
                "RequestBuilder::build",
            ),
        ],
        "a header with two values cannot be expressed, nor can it in the JSON of "
        "`EndpointHeaders`.": [
            field("EndpointHeaders", "0", "HashMap<String, String>"),
            argued(
                "Both maps are keyed by name, `CasePreservingHeaderMap` by `HeaderName`, so a "
                "second value replaces the first; a `HashMap` iterates in no promised order, and "
                "`into_maps` iterates one.",
                "CasePreservingHeaderMap",
                "CasePreservingHeaderMap::into_maps",
                "EndpointHeaders",
            ),
        ],
        "Two ways in, for two kinds of names.": [
            returns("CasePreservingHeaderMap::try_insert", "Result<(), InvalidHeaderName>"),
            bound("CasePreservingHeaderMap::try_insert", "K", "Into<String>"),
            argued(
                "Text comes in by `try_insert` alone; `extend`, `from_iter` and `from` of an array "
                "take a `HeaderName` as `insert` does. `generate_msg_headers` puts our names in by "
                "`insert` and the configured ones by `try_insert`.",
                "impl CasePreservingHeaderMap<T>",
                "impl Extend<(HeaderName, V)> for CasePreservingHeaderMap<V>",
                "impl FromIterator<(HeaderName, V)> for CasePreservingHeaderMap<V>",
                "impl From<[(HeaderName, V); N]> for CasePreservingHeaderMap<V>",
                "generate_msg_headers",
            ),
        ],
        "hyper, as we patch it, can write names in a case of our choosing": [
            field("core/webhook_http_client.rs::Request", "header_names", "Option<HeaderCaseMap>"),
            returns(
                "RequestBuilder::build_headers", "(hyper::HeaderMap, hyper::ext::HeaderCaseMap)"
            ),
            calls("WebhookClient::execute_inner", ".extensions_mut", times=1),
            argued(
                "hyper as released keeps `HeaderCaseMap` private; the fork that the manifest of the "
                "workspace puts in its place opens it. Its encoder looks for one among the extensions "
                "of the request, and `execute_inner` puts `header_names` there.",
                "WebhookClient::execute_inner",
                "RequestBuilder::build_headers",
            ),
        ],
        "`build_headers` in webhook_http_client.rs turns the latter into hyper's case map and is done": [
            returns(
                "RequestBuilder::build_headers", "(hyper::HeaderMap, hyper::ext::HeaderCaseMap)"
            ),
            calls("RequestBuilder::build_headers", ".into_maps", times=1),
            calls("RequestBuilder::build_headers", ".into", times=1),
            absent("RequestBuilder::build_headers", "tracing"),
        ],
        "The `RequestBuilder` then has nothing to check and only splits the map into what hyper wants": [
            returns(
                "RequestBuilder::build_headers", "(hyper::HeaderMap, hyper::ext::HeaderCaseMap)"
            ),
            calls("RequestBuilder::build_headers", ".into_maps", times=1),
            absent("RequestBuilder::build_headers", "from_bytes"),
            absent("RequestBuilder::build_headers", "parse"),
            calls("RequestBuilder::headers", "Self::build_headers", times=1),
            absent("RequestBuilder::headers", "from_bytes"),
            absent("RequestBuilder::headers", "parse"),
        ],
    },
)
