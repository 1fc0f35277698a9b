"""How many channels a message may carry: a check for validator's `custom` rule."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    calls,
    field,
    literal,
    returns,
    rust,
)

channel_count = Example(
    code=[rust("svix-server/src/v1/endpoints/message.rs", "validate_channels_msg")],
    prompt="""
        Ticket: bound the channels of a message

        - `channels` of `MessageIn` is an `EventChannelSet`. Each name in it is checked
          today, how many there are is not, and a customer has begun to send one per
          recipient.
        - From one to five is fine. An empty array is refused as well: whoever means "no
          channels" can leave the field out or send null, and null is what the message
          of the 422 should suggest.
        - Endpoints filter by the same type and keep their own, larger bound.
        - The field already has a `nested` rule. What I need is the function for a
          `custom` rule beside it.
    """,
    think="""
        The same set serves two masters. `validate_channels_endpoint` in
        endpoint/mod.rs admits ten, a message gets five, so the bound has no place in
        the `Validate` impl of `EventChannelSet`, which goes through the single names.
        validator's `length(min, max)` would be shortest. It works on a `HashSet`, and
        ours is a newtype around one, for which somebody would have to implement the
        crate's trait for lengths. So I take the endpoint's way, a function, with
        another number in the check and in the sentence.

        It takes `&EventChannelSet`. The derive unwraps the `Option` of the field, so
        null and a missing field pass by without a branch of mine. The `len()` of the
        inner set has to be in `1..=5`. It counts what deserialization has left: six
        entries with one of them twice are five by then and pass, and five is what would
        be stored.

        Back comes `Result<(), ValidationError>`, which our `Result` alias allows, its
        error being a second parameter with a default. validator's own constructor takes
        a code and no message. A sentence put in there, as this server once did, is
        lost: `validation_errors` passes on the message and drops the code, so that
        clients read a bare "Validation error". Hence `validation_error` with both its
        arguments, `channels` as the code and a message with the two bounds and the word
        null.

        The two rules of the field do not report together. Where a field has an error
        already, the derive skips `nested`, so whoever sends six channels, one of them
        malformed, hears of their number alone, and of the bad name on the next try.
    """,
    claims={
        "`validate_channels_endpoint` in endpoint/mod.rs admits ten, a message gets five": [
            literal("validate_channels_endpoint", "10"),
            literal("validate_channels_msg", "5"),
        ],
        "the `Validate` impl of `EventChannelSet`, which goes through the single names": calls(
            "<EventChannelSet as Validate>::validate", ".validate", times=1
        ),
        "It works on a `HashSet`, and ours is a newtype around one": field(
            "EventChannelSet", "0", "HashSet<EventChannel>"
        ),
        "The derive unwraps the `Option` of the field, so null and a missing field pass by "
        "without a branch of mine": [
            field("MessageIn", "channels", "Option<EventChannelSet>"),
            attribute("MessageIn", 'validate(custom(function = "validate_channels_msg"))'),
            argued(
                "validator's derive at the locked version wraps what it writes for `custom` in an "
                "`if let Some` where the type of the field reads as an `Option`, as that of "
                "`channels` in `MessageIn` does; `validate_channels_msg` is called inside of it.",
                "MessageIn",
            ),
        ],
        "Back comes `Result<(), ValidationError>`": returns(
            "validate_channels_msg", "Result<(), ValidationError>"
        ),
        "A sentence put in there, as this server once did, is lost": argued(
            "History, not the tree of today: upstream's change #610, which brought "
            "`validation_error`, found checks, `validate_channels_msg` among them, that passed "
            "their sentence to validator's constructor as the code, and clients did not see it.",
            "validate_channels_msg",
        ),
        "null is what the message of the 422 should suggest": literal(
            "error.rs::HttpError::unprocessable_entity", "422"
        ),
        "Hence `validation_error` with both its arguments, `channels` as the code and a message "
        "with the two bounds and the word null.": [
            calls("validate_channels_msg", "validation_error", times=1),
            literal(
                "validate_channels_msg",
                "Channels must have at least 1 and at most 5 items, or be set to null.",
            ),
            literal("validate_channels_msg", "channels"),
        ],
        "`validation_errors` passes on the message and drops the code, so that clients read "
        'a bare "Validation error"': [
            literal("v1/utils/mod.rs::validation_errors", "Validation error"),
            absent("v1/utils/mod.rs::validation_errors", "code"),
        ],
        "Where a field has an error already, the derive skips `nested`, so whoever sends six "
        "channels, one of them malformed, hears of their number alone, and of the bad name on the "
        "next try": argued(
            "With six channels the check by number fails. What validator's derive writes for "
            "`nested` first asks whether the map of errors has an entry for the field, and the "
            "`custom` rule of `channels` in `MessageIn` has made one by then, `nested` being the "
            "last rule of a field; no other rule of `channels` looks at the names.",
            "MessageIn",
            "validate_channels_msg",
        ),
    },
)
