"""The body of a creation request: names, rules, defaults and documentation by attribute."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    calls,
    derives,
    field,
    implements,
    rust,
    value,
)

request_body = Example(
    code=[
        rust(
            "svix-server/src/v1/endpoints/message.rs",
            "use#6",
            "use#8",
            "use#10",
            "use#11",
            "MessageIn",
            "example_channel_set",
            "example_payload",
            "default_90",
        )
    ],
    prompt="""
        Spec for the JSON body of "create message", names in camelCase:

        - `eventId`, optional, a `MessageUid`; in Rust and in the table it is `uid`
        - `eventType`
        - `payload`, a `RawPayload` and an object; the hosted service also accepts it
          as `data`, so do we, without advertising it
        - `channels`, optional, one to five
        - `payloadRetentionPeriod` in days, 5 to 90, by default 90
        - `transformationsParams`, optional: `MessageInExtraParams`, which is not for
          the public docs
        - `application`, optional: an `ApplicationIn` to create the application along
          with the message. Ignored if the one in the path exists; the docs should say
          so

        Whatever has a `Validate` of its own gets validated; for payload and channels
        message.rs has the functions. Tests build `MessageIn` in Rust and post it, so it
        serializes too, without nulls for the public options. In the API reference I
        want examples for payload, channels and retention.
    """,
    think="""
        Three crates read the attributes of this one struct: serde for the wire,
        validator for the rules, and schemars, which looks at theirs too, for what aide
        puts into the OpenAPI document. The `ModelIn` derive wants no more than the
        name. `PartialEq` and `Eq` can be derived because `RawPayload` compares.
        `Serialize` on the whole is for the tests; of a field under `range` or `custom`
        validator demands it as well, to keep the refused value beside the error.

        Names. `rename_all` does most of it; `uid` and the extra parameters differ by
        more than case and get a `rename`. `data` becomes an alias, with `payload`
        beside it for the reader's sake, since a field answers to its own name anyway.
        schemars takes no notice of aliases, so `data` stays unadvertised. A body with
        both is refused by serde as having the field twice, which I prefer to a silent
        choice.

        Rules. `nested` where the type has a `Validate` impl, `custom` where the rule is
        the message's own; the channels get the two together. `range` on an `i64`,
        because chrono counts days in that type. schemars understands `range`. Of a
        custom function it sees nothing, so the bounds of `channels` are written out
        once more as `length` under `schemars`. If one of the two moves, nothing reminds
        us of the other.

        `application` is validated although it may be ignored later. To do so where it
        is used would let a malformed one pass for as long as the application exists;
        the client should hear of it on the first request.

        Defaults and examples are functions that attributes name in a string. serde's
        `default` wants a path, so `default_90`; schemars can call the same one for its
        example, and finds the default by itself. Examples may return anything that
        serializes: a `Vec` of names for the set, a `json!` object for the payload. Doc
        comments turn into descriptions.

        An `Option` without `default` is `None` when missing or null. On the way out the
        public ones are skipped when `None`, the extra parameters may be a null. `skip`
        keeps them from the docs, and their type from needing a schema. What I leave as
        in our other bodies: unknown fields pass. Whoever misspells `channels` is not
        told, and his message reaches the endpoints that filter by none.
    """,
    claims={
        "`PartialEq` and `Eq` can be derived because `RawPayload` compares": [
            derives("MessageIn", "PartialEq"),
            implements("RawPayload", "PartialEq"),
            implements("RawPayload", "Eq"),
        ],
        "`uid` and the extra parameters differ by more than case and get a `rename`": [
            attribute(
                "MessageIn", 'serde(rename = "eventId", skip_serializing_if = "Option::is_none")'
            ),
            attribute("MessageIn", 'serde(rename = "transformationsParams")'),
        ],
        "`nested` where the type has a `Validate` impl, `custom` where the rule is the message's "
        "own; the channels get the two together": [
            attribute("MessageIn", "validate(nested)"),
            implements("EventChannelSet", "Validate"),
            attribute("MessageIn", 'validate(custom(function = "validate_channels_msg"))'),
        ],
        "`range` on an `i64`, because chrono counts days in that type": [
            attribute("MessageIn", "validate(range(min = 5, max = 90))"),
            field("MessageIn", "payload_retention_period", "i64"),
            calls("<MessageIn as ModelIn>::update_model", "Duration::days", times=1),
        ],
        "Of a custom function it sees nothing, so the bounds of `channels` are written out once "
        "more as `length` under `schemars`": argued(
            "schemars looks into `validate` attributes for `range` and `length`; the body of "
            "`validate_channels_msg`, which holds the bounds 1 and 5, is nothing that a derive on "
            "`MessageIn` could see.",
            "MessageIn",
            "validate_channels_msg",
        ),
        "`application` is validated although it may be ignored later": [
            field("MessageIn", "application", "Option<ApplicationIn>"),
            derives("ApplicationIn", "Validate"),
        ],
        "serde's `default` wants a path, so `default_90`": [
            attribute("MessageIn", 'serde(default = "default_90")'),
            value("default_90", count=90),
        ],
        "schemars can call the same one for its example": attribute(
            "MessageIn", 'schemars(example = "default_90")'
        ),
        "`skip` keeps them from the docs, and their type from needing a schema": [
            attribute("MessageIn", "schemars(skip)"),
            absent("MessageInExtraParams", "JsonSchema"),
        ],
        "What I leave as in our other bodies: unknown fields pass": absent(
            "svix-server/src/", "deny_unknown_fields"
        ),
        "`payloadRetentionPeriod` in days, 5 to 90, by default 90": [
            field("MessageIn", "payload_retention_period", "i64"),
            attribute("MessageIn", 'serde(rename_all = "camelCase")'),
            calls("<MessageIn as ModelIn>::update_model", "Duration::days", times=1),
            attribute("MessageIn", "validate(range(min = 5, max = 90))"),
            attribute("MessageIn", 'serde(default = "default_90")'),
            value("default_90", days=90),
        ],
    },
)
