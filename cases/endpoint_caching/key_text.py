"""The text of the snapshot's key: whose entry, and of which shape."""

from pytest_verbatim import Example, absent, argued, calls, field, literal, rust

key_text = Example(
    code=[rust("svix-server/src/core/message_app.rs", "impl AppEndpointKey")],
    prompt="""
        There is no shared prefix in the cache's key trait any more; each key type spells
        out its own text. For `AppEndpointKey` that means a public `new` in
        message_app.rs: organization first, then application, both by reference.

        What Redis sees must stay the same to the byte: `SVIX_CACHE_APP_v3_`, the
        organization's id, an underscore, the application's id. During a rolling deploy
        old and new processes read and drop each other's entries, and I do not want two
        texts for one application. Document it as the key for all cached endpoints of an
        organization and application, and leave the FIXME that says the comment is to be
        rewritten when the members of the value are known.
    """,
    think="""
        Whatever `format!` makes of it is the address: the backends get the text and
        prepend nothing. So one literal with the ids inlined, of which `Display` shows
        the bare text. Split into a constant for the prefix and a pattern it would be
        spread over two places again, and the prefix has this one user.

        Why two ids, with application ids unique among themselves? Because a hit is
        hardly questioned: `layered_fetch` looks at its `deleted` flag and not at whose
        it is. With the organization in the text, a pair that does not belong together
        finds nothing, and a caller without a row ends at `secure_find_by_id` of
        db/models/application.rs, which filters by both. The uid stays out of it. A
        customer may change it, and deletion clears it; the id is what the row keeps.

        Two pairs do not run into one text either. An organization's id is checked for
        its prefix and may go on as it likes, underscores included. But an application's
        is made by `BaseId::generate_` of core/types/mod.rs: `app_` and a base62 text,
        which has no underscore. So the last underscore but one divides the two.

        The version is the part with a history. It read v3 when message_app.rs arrived
        in March 2022, and no change of the structs has raised it. I would leave it so
        while two releases can read each other's JSON and mean the same. JSON that fails
        to parse is a miss, and the fetch tries to write its own over it, at the price
        of queries. JSON that parses into something else is what the number is for.
        Raising it has a price too: `invalidate` drops the entry of its own version
        alone, and a change made through one release leaves the entry of the other one
        stale while its TTL lasts.

        References, as the text is all that is kept of the ids.
    """,
    claims={
        "Whatever `format!` makes of it is the address: the backends get the text and prepend "
        "nothing": [
            calls("AppEndpointKey::new", "format!", times=1),
            calls("CacheBehavior::get", ".as_bytes", times=1),
            calls("CacheBehavior::set", ".as_bytes", times=2),
            argued(
                "`RedisCache` gives the bytes of `get_raw` and `set_raw` and the text of `delete` "
                "to its client as they are; `MemoryCache` uses the same bytes as its map key; "
                "`NoCache` keeps nothing. There is no prefix in `RedisManager` either.",
                "impl CacheBehavior for RedisCache",
                "impl CacheBehavior for MemoryCache",
                "CacheBehavior",
            ),
        ],
        "a hit is hardly questioned: `layered_fetch` looks at its `deleted` flag and not at whose "
        "it is": argued(
            "Behind `Ok(Some(cma))` one field is looked at, `deleted`; the `org_id` and `id` that "
            "the snapshot carries are not compared with the arguments of `layered_fetch`.",
            "CreateMessageApp::layered_fetch",
        ),
        """a pair that does not belong together finds nothing, and a caller without a row ends at
        `secure_find_by_id` of db/models/application.rs, which filters by both""": [
            calls("CreateMessageApp::layered_fetch", "secure_find_by_id", times=1),
            calls("db/models/application.rs::Entity::secure_find_by_id", "secure_find", times=1),
            calls("db/models/application.rs::Entity::secure_find_by_id", ".filter", times=1),
            calls("db/models/application.rs::Entity::secure_find", ".filter", times=2),
        ],
        "A customer may change it, and deletion clears it": [
            field("v1/endpoints/application.rs::ApplicationIn", "uid", "Option<ApplicationUid>"),
            calls("delete_application", "Set", times=2),
            literal("delete_application", "true"),
        ],
        "An organization's id is checked for its prefix and may go on as it likes, underscores "
        "included": [
            calls("permissions_from_jwt", ".validate", times=3),
            calls("BaseId::validate_", ".starts_with", times=1),
        ],
        """an application's is made by `BaseId::generate_` of core/types/mod.rs: `app_` and a base62
        text""": [
            calls("db/models/application.rs::ActiveModel::new", "ApplicationId::new", times=1),
            calls("BaseId::generate_", "KsuidMs::new", times=1),
            calls("BaseId::ksuid", "from_base62", times=1),
        ],
        "It read v3 when message_app.rs arrived in March 2022, and no change of the structs has "
        "raised it": [
            literal("AppEndpointKey::new", "SVIX_CACHE_APP_v3_{org}_{app}"),
            argued(
                "History, not the tree of today: upstream's change #282 of 8 March 2022 added the "
                "file with v3 in `AppEndpointKey::new`; the three later edits of that function "
                "took references, wrote the prefix out and inlined the arguments.",
                "AppEndpointKey::new",
            ),
        ],
        "`invalidate` drops the entry of its own version alone": [
            calls("CreateMessageApp::invalidate", "AppEndpointKey::new", times=1),
            calls("CreateMessageApp::invalidate", ".delete", times=1),
            absent("CreateMessageApp::invalidate", "format!"),
        ],
    },
)
