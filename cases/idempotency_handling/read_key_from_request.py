"""Which requests opt in to idempotency, and under which identity."""

from pytest_verbatim import Example, rust

read_key_from_request = Example(
    code=[rust("svix-server/src/core/idempotency.rs", "get_key", imports="used")],
    prompt="""
        Opting in must be the client's decision: a POST takes part in deduplication when
        it carries an `idempotency-key`, and everything else reaches its handler as it
        did before. That goes for headers we cannot read as text, too; we have clients
        in production and do not want to start refusing what they send.

        Identity: two tokens that both send "1" must not see each other's answers, and
        the same key on another URL is another request. Mind that the middleware sits
        around the API, so none of our permission extractors has run.

        `call` will split the request and invoke `get_key(&parts)`; `None` tells it to
        pass the request through. `IdempotencyKey::new` does the hashing.
    """,
    think="""
        Nobody has verified anything yet at this point, there is no organisation id to
        key by. What we have is the Authorization value as sent, and for keying that is
        enough. A forged token makes a key of its own, the API behind us (save the echo
        route of debug builds) refuses its request, and answers other than 2xx are not
        kept. The reverse is worth a thought: a replay does not get as far as the
        extractors, so whoever repeats URL and both headers can fetch a stored answer
        even if the token has expired since. The twelve hours of the entry bound that.

        Without a readable Authorization the answer is `None`. An empty string in its
        place would make one of all anonymous callers who pick the same key for the same
        URL: they would wait for each other's refusals, and the first POST route that
        asks for no token would hand them each other's answers.

        So two headers and the URI, from `&Parts`; the body stays with the caller, and
        the method was dealt with before. `parts.headers.get("idempotency-key")` gives
        an `Option`, `to_str` a `Result`: map one over the other and match
        `Some(Ok(key))`, and missing and unreadable fall into the same else, `return
        None`. Chained `?` with `ok()` would be two lines; spelled out, each exit has
        room for a comment saying that the request is passed on and not cached. `to_str`
        accepts printable ASCII and tabs, so a key with an umlaut quietly loses its
        protection. A 400 would tell the client, and is ruled out. An empty key is
        readable text and counts: a client that sends it by mistake has all its POSTs to
        one URL taken for the same request.

        Header lookup ignores case, "Authorization" may be written as in the docs. `get`
        takes the first of several values.

        `parts.uri.to_string()`, query included, so parameters in another order make
        another key. A trailing slash does not: `NormalizePath` in `lib.rs` has trimmed
        it. Then `IdempotencyKey::new(auth, key, &uri)`, in that order, token first.
    """,
)
