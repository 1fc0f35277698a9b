"""A query flag that is on by default, and the helper that makes it so."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    attribute,
    before,
    bound,
    calls,
    derives,
    field,
    literal,
    rust,
)

echo_of_the_payload_is_optional = Example(
    code=[
        rust("svix-server/src/v1/endpoints/message.rs", "default_true", "CreateMessageQueryParams"),
    ],
    prompt="""
        Morning! Two customers with large payloads ask why creating a message sends the
        whole payload back at them, when they are the ones who wrote it. The event type
        list already has a `with_content` flag in its query string; let us have the same
        word for message creation. Opposite default, though. People read the echo today,
        so leaving the flag out has to mean true. It will be taken apart by
        `ValidatedQuery` in the handler like our other query strings, and the API docs
        should show what it does and what it defaults to. Getting and listing messages
        will ask for that default too, keep it usable for them. Parameters only please,
        I am on the handler.
    """,
    think="""
        A bare `#[serde(default)]`, as `ListFetchQueryParams` in event_type.rs has it,
        gives false. `Option<bool>` with an `unwrap_or` would move the default into the
        handler, three handlers in the end, and schemars could not know it. serde also
        takes the path of a function, as a string; `default_true` returns the constant,
        private since its users are all in this file. schemars reads that same attribute
        and writes `default: true` into the schema, so code and OpenAPI document have
        one source.

        `ValidatedQuery` dictates the derives, `Debug` apart. `Deserialize` and
        `Validate` are its bounds as an axum extractor; a flag leaves validator nothing
        to check, but the trait has to be there. `JsonSchema` is what its
        `OperationInput` asks for. The comment on the field becomes the description of
        the parameter.

        One struct shared with get would have the same single field today. Each
        operation has its own here, so that it can grow: listing takes filters as well.
        The name ends in `QueryParams`, because `remove_unneeded_schemas` in openapi.rs
        goes by that ending when it drops such types from the components.

        No `rename_all`: our query strings are in snake case, other than our bodies. A
        client that writes the key in camel case is not told; without
        `deny_unknown_fields` it is ignored and the payload comes back as ever. A value
        other than true or false is refused, by the `HttpError::bad_request` into which
        `ValidatedQuery` turns axum's rejection.

        What false takes away is the echo, and with it the work of parsing the payload
        and writing it into the answer. What is stored and what is delivered stay the
        same.
    """,
    claims={
        "A bare `#[serde(default)]`, as `ListFetchQueryParams` in event_type.rs has it": [
            attribute("ListFetchQueryParams", "serde(default)"),
            absent("ListFetchQueryParams", "default_true"),
        ],
        "serde also takes the path of a function, as a string": attribute(
            "CreateMessageQueryParams", 'serde(default = "default_true")'
        ),
        "`default_true` returns the constant": literal(
            "v1/endpoints/message.rs::default_true", "true"
        ),
        "`Deserialize` and `Validate` are its bounds as an axum extractor": [
            bound("impl FromRequestParts<S> for ValidatedQuery<T>", "T", "DeserializeOwned"),
            bound("impl FromRequestParts<S> for ValidatedQuery<T>", "T", "Validate"),
            derives("CreateMessageQueryParams", "Deserialize"),
            derives("CreateMessageQueryParams", "Validate"),
        ],
        "`JsonSchema` is what its `OperationInput` asks for": [
            bound("impl OperationInput for ValidatedQuery<T>", "T", "JsonSchema"),
            derives("CreateMessageQueryParams", "JsonSchema"),
        ],
        "because `remove_unneeded_schemas` in openapi.rs goes by that ending when it drops such "
        "types from the components": [
            literal("remove_unneeded_schemas", "QueryParams"),
            calls("remove_unneeded_schemas", ".ends_with", times=2),
        ],
        "without `deny_unknown_fields` it is ignored and the payload comes back as ever": [
            absent("CreateMessageQueryParams", "deny_unknown_fields"),
            absent("CreateMessageQueryParams", "rename_all"),
        ],
        "by the `HttpError::bad_request` into which `ValidatedQuery` turns axum's rejection": calls(
            "<ValidatedQuery<T> as FromRequestParts<S>>::from_request_parts",
            "HttpError::bad_request",
            times=1,
        ),
        "What is stored and what is delivered stay the same": [
            before("create_message_inner", ".send", "MessageOut::from_msg_and_payload"),
            argued(
                "In `create_message_inner` the flag is read in one place, the call of "
                "`MessageOut::from_msg_and_payload`, which comes behind the commit and the send; "
                "neither `messagecontent::ActiveModel::new` nor `MessageTaskBatch::new_task` "
                "gets it.",
                "create_message_inner",
                "MessageOut::from_msg_and_payload",
            ),
        ],
        "`Option<bool>` with an `unwrap_or` would move the default into the handler, three "
        "handlers in the end, and schemars could not know it.": [
            field("CreateMessageQueryParams", "with_content", "bool"),
            attribute("CreateMessageQueryParams", 'serde(default = "default_true")'),
            argued(
                "schemars reads the attribute of the field in `CreateMessageQueryParams` and no "
                "body of a handler, where `unwrap_or` would stand; creating, listing and reading "
                "a message, three handlers, have such a flag.",
                "CreateMessageQueryParams",
                "ListMessagesQueryParams",
                "GetMessageQueryParams",
            ),
        ],
    },
)
