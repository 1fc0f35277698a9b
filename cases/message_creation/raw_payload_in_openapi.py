"""What the OpenAPI document says of a payload that is kept as text."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    callers,
    calls,
    derives,
    field,
    implements,
    literal,
    rust,
)

raw_payload_in_openapi = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "use#6",
            "use#8",
            "use#9",
            "RawPayload",
            "impl JsonSchema for RawPayload",
        )
    ],
    prompt="""
        Follow-up to the switch of `payload` from `serde_json::Value` to `RawPayload`:
        `MessageIn` and `MessageOut` derive `JsonSchema`, and with the new field type
        neither compiles.

        The client libraries are generated from the document, so it must not change by a
        byte. Today a payload stands there inline, in both schemas, as an object with an
        example and nothing more. A component of its own would become a class in every
        client, which nobody could fill. Please give the type the schema that the field
        had before, without a new feature in Cargo.toml.
    """,
    think="""
        Where does "object" come from? Not from schemars. It describes a
        `serde_json::Value` by the schema `true`, anything goes, and declares it not
        referenceable, so that it is written out where it is used. The word comes in
        when the OpenAPI document is finished: `replace_true_schemas` in openapi.rs puts
        an object type in the place of `true`. Our two fields carry an example, which
        has made of `true` a schema without any type; that gets the type as well.

        For the document to stay as it is, the same has to come out of schemars, hence
        `json_schema` hands its generator on to `serde_json::Value` and returns what
        that says. An object spelled out here would give the same page and be one more
        place that knows. It would not be truer either: a stored payload need not be an
        object, since the `raw_payload` of `MessageInExtraParams` is not checked for it,
        and `MessageOut` shows whatever JSON is stored.

        The answer of `is_referenceable` has to be `false`, and that is easily
        forgotten: the trait's default is `true`, everything compiles, and the document
        gains a component with a reference to it from both messages. `schema_name` has
        no default. "RawPayload", although no page will show it; the generator takes it
        for the identity of the type as well.

        The derive could do all this for us, in two attributes. With
        `#[schemars(transparent)]` it forwards to the inner type. `RawValue` has a
        schema only under a feature of schemars, which was ruled out, so a `with` on the
        field would have to put `serde_json::Value` in its place. That is shorter, but
        the `false` would hang on the first of the two: take it away and the component
        is there, again without a word from the compiler. I want it written out. A
        hand-written impl that delegates is no stranger here, `ReversibleIterator` in
        v1/utils/mod.rs has one. Still, serde's `Deserialize` and the schema are two
        statements about one type. Should `RawPayload` begin to refuse something, nobody
        will ask this impl to say so.
    """,
    claims={
        "The word comes in when the OpenAPI document is finished: `replace_true_schemas` in "
        "openapi.rs puts an object type in the place of `true`": [
            callers("replace_true_schemas", ["postprocess_spec"]),
            before("run_with_prefix", ".finish_api", "postprocess_spec"),
        ],
        "`json_schema` hands its generator on to `serde_json::Value` and returns what that "
        "says": calls(
            "<RawPayload as JsonSchema>::json_schema", "serde_json::Value::json_schema", times=1
        ),
        "since the `raw_payload` of `MessageInExtraParams` is not checked for it": [
            field("MessageInExtraParams", "raw_payload", "Option<String>"),
            absent("MessageInExtraParams", "validate"),
            absent("MessageIn::payload", "validate"),
        ],
        "The answer of `is_referenceable` has to be `false`": literal(
            "<RawPayload as JsonSchema>::is_referenceable", "false"
        ),
        '"RawPayload", although no page will show it': literal(
            "<RawPayload as JsonSchema>::schema_name", "RawPayload"
        ),
        "`RawValue` has a schema only under a feature of schemars": argued(
            "In schemars 0.8.22 the impl for `RawValue` stands behind the feature `raw_value`. "
            "The server turns on chrono, url and preserve_order, and aide, the other crate that "
            "depends on schemars, does not turn it on either; so a derive on `RawPayload` that was "
            "told nothing else would find no schema for what is inside.",
            "impl JsonSchema for RawPayload",
        ),
        "a `with` on the field would have to put `serde_json::Value` in its place": argued(
            "For a transparent struct the derive of schemars 0.8.22 forwards name, schema and "
            "`is_referenceable` to the type of the field, or to the one that `with` gives in its "
            "stead, as `serde_json::Value` for the box. Without `transparent` a `RawPayload` so "
            "adorned still gets an impl, with the schema of that type and the trait's own `true`.",
            "RawPayload",
            "impl JsonSchema for RawPayload",
        ),
        "`ReversibleIterator` in v1/utils/mod.rs has one": implements(
            "ReversibleIterator", "JsonSchema"
        ),
        "serde's `Deserialize` and the schema are two statements about one type": [
            derives("RawPayload", "Deserialize"),
            implements("RawPayload", "JsonSchema"),
        ],
        "Our two fields carry an example": [
            attribute("MessageIn", 'schemars(example = "example_payload")'),
            attribute("MessageOut", 'schemars(example = "example_payload")'),
        ],
        "the same has to come out of schemars": [
            calls(
                "<RawPayload as JsonSchema>::json_schema", "serde_json::Value::json_schema", times=1
            ),
            literal("<RawPayload as JsonSchema>::is_referenceable", "false"),
        ],
    },
)
