"""Metadata that is missing, null or without a row is the same empty map in every handler."""

from pytest_verbatim import (
    Example,
    absent,
    argued,
    before,
    calls,
    derives,
    field,
    literal,
    returns,
    rust,
    value,
)

no_row_is_an_empty_map = Example(
    code=[
        rust(
            "svix-server/src/core/types/metadata.rs",
            "MAX_METADATA_SIZE",
            "Metadata",
            "json_wrapper!(Metadata)",
            "impl Deserialize for Metadata",
        ),
        rust("svix-server/src/db/models/endpointmetadata.rs", "Model", "ActiveModel::new"),
        rust("svix-server/src/db/models/endpoint.rs", "ActiveModel::fetch_with_metadata"),
        rust("svix-server/src/v1/endpoints/endpoint/crud.rs", "get_endpoint"),
        rust(
            "svix-server/src/v1/endpoints/endpoint/mod.rs",
            "EndpointOut",
            "impl From<(endpoint::Model, Metadata)> for EndpointOut",
        ),
    ],
    prompt="""
        Review of the endpoint metadata branch, reading half. No complaints about
        `upsert_or_delete`, which keeps no row for an empty map. Everything around it
        still has its own idea of "none": bodies may leave `metadata` out or send null,
        the table may have no row, clients were promised an object every time. Please
        settle that where the data crosses a border, so that handlers see maps.

        - A size limit goes into the type: 4096 bytes as compact JSON, no matter how the
          client spaced it. A larger one gets a 422 with the path of the field.
        - One endpoint with its metadata is one query, for GET as well as for the pair of
          active models that PUT and PATCH change. For an endpoint that isn't there PUT
          creates one and PATCH says 404, so the fetching may not decide that.
        - `EndpointOutCommon` stays as it is. Attempted destinations embed it and load
          no metadata.
    """,
    think="""
        `Metadata` wraps the `HashMap<String, String>` privately and derives `Default`.
        Outside core/types/metadata.rs one gets a value from serde or an empty one. A
        missing key is the field's `#[serde(default)]`. Null reaches us: deserialize an
        `Option` of the map, `unwrap_or_default`. In a PATCH, where a missing key means
        hands off, null thus empties the map. No body needs an `Option<Metadata>`.

        The limit could be a validator, and then each of the bodies that carry metadata
        has to remember the attribute. Inside `Deserialize` none can forget it. Count by
        `serde_json::to_string` of the map just read: that is the value we keep, and
        white space or a key given twice no longer counts. Its length in bytes is held
        against `MAX_METADATA_SIZE`. If either step fails it is by `Error::custom`, to
        which the extractor adds the path.

        One thing follows that is easy to overlook. `json_wrapper!` reads the jsonb
        column by the same `Deserialize`, with an `expect` behind it, so the check runs
        on rows too, a serialization for each that is read. Rows written under this
        limit pass. If somebody lowers the constant, reading an older and larger row
        panics; the next change has to know this.

        Database: `find_also_related` joins and gives the endpoint with an `Option` of
        its metadata. `get_endpoint` takes `data` out or the default, having said 404 if
        there is no endpoint, and a tuple goes into `EndpointOut`. There the id is
        cloned, since `endp.into()` for the flattened common part consumes the row and
        drops its id; the map moves.

        `fetch_with_metadata` on `ActiveModel` returns `Result<Option<(..)>>`: no
        endpoint is `Ok(None)`, a query that fails goes up by `?`. No metadata row
        becomes a fresh `endpointmetadata::ActiveModel::new` under a clone of the id,
        with `None`, which `impl Into<Option<Metadata>>` admits next to a map. An
        existing row goes through `into_active_model`. From here on both are active
        models, told apart by sea-orm's marks, `Set` and `Unchanged`.

        The marks keep whether there was a row, and for a row whether a PATCH spoke of
        its metadata; `upsert_or_delete` does not look at them. A PATCH of the
        description alone still hands what it read to `upsert_or_delete`: the same map
        is written again, or a DELETE sent for a row that was not there. So two PATCHes
        at once can lose a change of metadata that one of them never mentioned. To close
        this, the helper behind PUT and PATCH could ask the marks and leave the table
        alone; for labels that people set by hand I accept the overlap.
    """,
    claims={
        "Outside core/types/metadata.rs one gets a value from serde or an empty one.": [
            field("Metadata", "0", "HashMap<String, String>"),
            derives("Metadata", "Default"),
            argued(
                "The field of `Metadata` is private and its one inherent method `is_empty` makes "
                "nothing; `Deserialize`, which `json_wrapper!` uses as well, and `Default` remain, "
                "besides `Clone` of a value that exists.",
                "Metadata",
                "impl Metadata",
                "json_wrapper!(Metadata)",
            ),
        ],
        "deserialize an `Option` of the map, `unwrap_or_default`.": before(
            "<Metadata as Deserialize>::deserialize",
            "Deserialize::deserialize",
            ".unwrap_or_default",
        ),
        "Inside `Deserialize` none can forget it.": argued(
            "Forgetting is impossible because every `Metadata` in a body, be it `EndpointIn`, "
            "`EndpointUpdate` or behind `UnrequiredField`, is made by `deserialize`, where the "
            "comparison with `MAX_METADATA_SIZE` stands on the one way to `Ok`.",
            "<Metadata as Deserialize>::deserialize",
        ),
        "Count by `serde_json::to_string` of the map just read: that is the value we keep, and "
        "white space or a key given twice no longer counts.": [
            before(
                "<Metadata as Deserialize>::deserialize",
                "Deserialize::deserialize",
                "serde_json::to_string",
            ),
            argued(
                "`deserialize` measures a serialization of the `HashMap`, not the request: its "
                "keys are unique and `serde_json::to_string` puts no spaces in.",
                "<Metadata as Deserialize>::deserialize",
            ),
        ],
        "A size limit goes into the type: 4096 bytes as compact JSON": value(
            "MAX_METADATA_SIZE", bytes=4096
        ),
        "A larger one gets a 422 with the path of the field.": [
            literal("error.rs::HttpError::unprocessable_entity", "422"),
            before(
                "<ValidatedJson<T> as FromRequest<S>>::from_request",
                "serde_path_to_error::deserialize",
                ".path",
            ),
        ],
        "`json_wrapper!` reads the jsonb column by the same `Deserialize`, with an `expect` behind "
        "it, so the check runs on rows too, a serialization for each that is read.": [
            literal("json_wrapper!", "Error deserializing JSON"),
            calls("<Metadata as Deserialize>::deserialize", "serde_json::to_string", times=1),
            argued(
                "`json_wrapper!` expands, for the `data` column, to `serde_json::from_value` with "
                "`expect` on what it returns, and that is the hand-written `deserialize` of "
                "`Metadata`, the measuring included.",
                "json_wrapper!",
                "json_wrapper!(Metadata)",
                "<Metadata as Deserialize>::deserialize",
            ),
        ],
        "There the id is cloned, since `endp.into()` for the flattened common part consumes the "
        "row and drops its id; the map moves.": [
            calls("<EndpointOut as From<(endpoint::Model, Metadata)>>::from", ".clone", times=1),
            calls("<EndpointOut as From<(endpoint::Model, Metadata)>>::from", ".into", times=1),
            absent("EndpointOutCommon", "EndpointId"),
        ],
        "`fetch_with_metadata` on `ActiveModel` returns `Result<Option<(..)>>`": returns(
            "db/models/endpoint.rs::ActiveModel::fetch_with_metadata",
            "error::Result<Option<(Self, endpointmetadata::ActiveModel)>>",
        ),
        "The marks keep whether there was a row, and for a row whether a PATCH spoke of its "
        "metadata; `upsert_or_delete` does not look at them.": argued(
            "`into_active_model` marks all of a row as `Unchanged`, `new` all of its fields as "
            "`Set`; `patch_endpoint` puts a `Set` into `data` where the body has `metadata`. "
            "`upsert_or_delete` takes the value of `data`, and an INSERT of sea-orm writes either "
            "mark.",
            "db/models/endpoint.rs::ActiveModel::fetch_with_metadata",
            "db/models/endpointmetadata.rs::ActiveModel::new",
            "db/models/endpointmetadata.rs::ActiveModel::upsert_or_delete",
            "patch_endpoint",
        ),
        "A PATCH of the description alone still hands what it read to `upsert_or_delete`: the same "
        "map is written again, or a DELETE sent for a row that was not there.": [
            before("patch_endpoint", "fetch_with_metadata", "update_endp_from_data"),
            calls("update_endp_from_data", ".upsert_or_delete", times=1),
            before(
                "db/models/endpointmetadata.rs::ActiveModel::upsert_or_delete",
                ".is_empty",
                ".delete",
            ),
        ],
        "So two PATCHes at once can lose a change of metadata that one of them never mentioned.": [
            argued(
                "`patch_endpoint` reads without a lock and passes the pair of "
                "`fetch_with_metadata` on whether or not `metadata` was `Absent`; what another "
                "request committed in between is overwritten or deleted by `upsert_or_delete`.",
                "patch_endpoint",
                "db/models/endpoint.rs::ActiveModel::fetch_with_metadata",
                "update_endp_from_data",
                "db/models/endpointmetadata.rs::ActiveModel::upsert_or_delete",
            ),
        ],
    },
)
