"""Names that programmers of Rust and HTTP take for granted, whether this tree uses them or not.

The public names of the standard library, and of the few crates that stand beside it in most
asynchronous servers, so that an alternative can be weighed by its name. Facts, typed by hand; not
complete. What is missing belongs into the [vocabulary] of a dataset.
"""

from collections.abc import Collection

STD = frozenset(
    # Modules.
    "std core alloc any arch array ascii backtrace borrow boxed cell char clone cmp collections "
    "convert default env error ffi fmt fs future hash hint io iter marker mem net num ops option "
    "os panic path pin prelude primitive process ptr rc result slice str string sync task thread "
    "time vec mpsc atomic "
    # Macros.
    "assert assert_eq assert_ne cfg column compile_error concat dbg debug_assert debug_assert_eq "
    "env eprint eprintln file format format_args include include_bytes include_str line matches "
    "module_path option_env panic print println stringify thread_local todo unimplemented "
    "unreachable vec write writeln derive global_allocator "
    # Traits.
    "Add AddAssign AsMut AsRef BitAnd BitOr BitXor Borrow BorrowMut BufRead Clone Copy Debug "
    "Default Deref DerefMut Display Div DoubleEndedIterator Drop Eq Error ExactSizeIterator "
    "Extend Fn FnMut FnOnce From FromIterator FromStr FusedIterator Future Hash Hasher Index "
    "IndexMut Into IntoFuture IntoIterator Iterator LowerExp LowerHex Mul Neg Not Octal Ord "
    "PartialEq PartialOrd Pattern Pointer Product Read Rem Seek Send Shl Shr Sized Sub Sum Sync "
    "Termination ToOwned ToString TryFrom TryInto UnwindSafe RefUnwindSafe Unpin UpperHex Write "
    "BuildHasher Any "
    # Types.
    "Arc Args Arguments AtomicBool AtomicI32 AtomicI64 AtomicIsize AtomicPtr AtomicU8 AtomicU16 "
    "AtomicU32 AtomicU64 AtomicUsize Backtrace Barrier BinaryHeap Bound Box BTreeMap BTreeSet "
    "BufReader BufWriter Builder Cell Chain Chars Child Command Condvar Context ControlFlow Cow "
    "CString CStr Cursor DefaultHasher Duration Entry Enumerate ErrorKind ExitCode ExitStatus "
    "File Filter FilterMap FlatMap Flatten Formatter HashMap HashSet Infallible Instant IntoIter "
    "IoSlice IpAddr Ipv4Addr Ipv6Addr Iter JoinHandle Layout LazyCell LazyLock LinkedList "
    "LocalKey Location ManuallyDrop Map MaybeUninit Metadata Mutex MutexGuard NonNull NonZero "
    "NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroUsize Once OnceCell OnceLock OpenOptions "
    "Option Ordering OsStr OsString Output ParseIntError Path PathBuf Peekable PhantomData "
    "PhantomPinned Pin PoisonError Poll Range RangeInclusive RandomState Rc Receiver Ref RefCell "
    "RefMut Result Rev Reverse RwLock RwLockReadGuard RwLockWriteGuard Saturating "
    "ScopedJoinHandle Sender Skip SocketAddr SocketAddrV4 SocketAddrV6 Stderr Stdin Stdio Stdout "
    "Step String SyncSender SystemTime SystemTimeError Take TcpListener TcpStream Thread ThreadId "
    "TryFromIntError TryLockError TryRecvError TypeId UdpSocket UnixListener UnixStream "
    "UnsafeCell Utf8Error FromUtf8Error Vec VecDeque Waker RawWaker Weak Window Windows Wrapping "
    "Zip NaN EPSILON BITS MAX MIN UNIX_EPOCH "
    # Functions and methods that stand for a design by themselves.
    "new from get insert remove push pop len next map filter unwrap expect lock read keys values "
    "min max abs_diff as_bytes as_deref as_deref_mut as_mut as_ref as_slice as_str checked_add "
    "checked_div checked_mul checked_sub chunks clamp cloned collect compare_exchange "
    "contains_key copied copy_from_slice dedup downcast drain drop eq_ignore_ascii_case "
    "extend_from_slice fetch_add fetch_sub fetch_update filter_map find_map flat_map fold "
    "for_each from_be_bytes from_fn from_iter from_le_bytes from_str from_utf8 from_utf8_lossy "
    "get_mut get_or_init get_or_insert_with into_boxed_slice into_bytes into_inner into_iter "
    "into_keys into_values is_alphanumeric is_ascii is_empty is_err is_none is_ok is_some "
    "is_some_and iter_mut join lines make_mut map_err map_or map_or_else max_by min_by "
    "new_unchecked ok_or ok_or_else or_default or_else or_insert or_insert_with partition "
    "peekable poll_fn pop_front push_back push_str ready remove_entry replace resize retain "
    "rsplit saturating_add saturating_mul saturating_sub sort_by sort_by_key sort_unstable spawn "
    "split_at split_off split_once starts_with ends_with entry extract_if strip_prefix "
    "strip_suffix sum swap_remove sync_channel take_while to_ascii_lowercase to_be_bytes "
    "to_lowercase to_owned to_string to_vec transmute transpose trim_end trim_start try_fold "
    "try_for_each try_from try_insert try_into try_lock try_read try_reserve try_unwrap try_write "
    "type_name unwrap_or unwrap_or_default unwrap_or_clone unwrap_or_else unzip with_capacity "
    "wrapping_add yield_now zip elapsed checked_duration_since duration_since "
    "saturating_duration_since as_millis as_secs as_secs_f64 as_nanos from_secs from_millis "
    "from_micros from_nanos from_mins from_hours subsec_nanos catch_unwind park unpark scope "
    "sleep black_box size_of swap take forget".split()
)
"""Of the standard library."""

CRATES: dict[str, frozenset[str]] = {
    "tokio": frozenset(
        "AbortHandle Barrier CancellationToken Interval JoinError JoinHandle JoinSet LocalSet "
        "Mutex Notify OnceCell OwnedMutexGuard OwnedRwLockReadGuard OwnedRwLockWriteGuard "
        "OwnedSemaphorePermit RwLock Runtime Handle Builder Semaphore SemaphorePermit Sleep "
        "TaskTracker Timeout block_in_place block_on broadcast fs interval interval_at io join "
        "main mpsc mpsc net oneshot pin runtime select signal sleep sleep_until spawn "
        "spawn_blocking spawn_local sync task task_local test time timeout timeout_at try_join "
        "unbounded_channel watch yield_now DelayQueue ctrl_c AsyncRead AsyncWrite AsyncReadExt "
        "AsyncWriteExt TcpListener TcpStream acquire acquire_owned notify_one notify_waiters "
        "notified".split()
    ),
    "futures": frozenset(
        "BoxFuture Either FutureExt FuturesOrdered FuturesUnordered LocalBoxFuture Ready SinkExt "
        "Stream StreamExt TryFutureExt TryStreamExt buffer_unordered buffered for_each_concurrent "
        "future join join_all pending poll_fn ready select select_all stream try_join "
        "try_join_all shared boxed try_for_each_concurrent".split()
    ),
    "tower": frozenset(
        "BoxCloneService BoxService Buffer BufferLayer ConcurrencyLimit ConcurrencyLimitLayer "
        "Identity Layer LayerFn LoadShed LoadShedLayer RateLimit RateLimitLayer Retry RetryLayer "
        "Service ServiceBuilder ServiceExt Shared Steer Timeout TimeoutLayer balance buffer layer "
        "limit load_shed make oneshot option_layer ready retry service service_fn timeout util "
        "poll_ready_unpin map_response map_request".split()
    ),
    "bytes": frozenset("Buf BufMut Bytes BytesMut".split()),
    "axum": frozenset(
        "Body Extension Form FromRef FromRequest FromRequestParts Handler IntoResponse Json "
        "MethodRouter Multipart Next NestedPath OriginalUri Path Query RawQuery Request Response "
        "Router State from_fn from_fn_with_state nest_service route_layer with_state".split()
    ),
    "sea_orm": frozenset(
        "ActiveModelBehavior ActiveModelTrait ActiveValue ColumnTrait Condition ConnectionTrait "
        "DatabaseConnection DatabaseTransaction DbErr EntityTrait IntoActiveModel IsolationLevel "
        "JoinType ModelTrait NotSet PaginatorTrait QueryFilter QueryOrder QuerySelect QueryTrait "
        "RelationTrait RuntimeErr Set SqlErr SqlxError Statement TransactionError TransactionTrait "
        "Unchanged begin_with_config exec_with_returning exec_without_returning find_also_related "
        "find_by_id find_with_related insert_many on_conflict sql_err update_many".split()
    ),
    "validator": frozenset(
        "Validate ValidateArgs ValidateContains ValidateEmail ValidateIp ValidateLength "
        "ValidateNested ValidateRange ValidateRegex ValidateRequired ValidateUrl ValidationError "
        "ValidationErrors ValidationErrorsKind".split()
    ),
    "serde": frozenset(
        "Deserialize DeserializeOwned DeserializeSeed Deserializer Serialize Serializer Visitor "
        "IntoDeserializer de ser borrow default deny_unknown_fields deserialize_with flatten "
        "rename rename_all serialize_with skip skip_serializing skip_serializing_if tag "
        "transparent untagged with".split()
    ),
    "serde_json": frozenset(
        "Map Number RawValue Value from_reader from_slice from_str from_value json to_string "
        "to_string_pretty to_value to_vec to_writer StreamDeserializer".split()
    ),
    "http": frozenset(
        "Error Extensions HeaderMap HeaderName HeaderValue Method Parts Request Response "
        "StatusCode Uri Version header is method request response status uri".split()
    ),
}
"""Of crates, by the crate's name as Rust writes it."""

HEADERS = frozenset(
    # Names of HTTP header fields and the like, in lower case.
    "accept accept-encoding accept-language accept-ranges access-control-allow-credentials "
    "access-control-allow-headers access-control-allow-methods access-control-allow-origin "
    "access-control-expose-headers access-control-max-age access-control-request-headers "
    "access-control-request-method age allow alt-svc authorization cache-control connection "
    "content-disposition content-encoding content-language content-length content-location "
    "content-range content-security-policy content-type cookie date etag expect expires forwarded "
    "from host if-match if-modified-since if-none-match if-range if-unmodified-since keep-alive "
    "last-modified link location max-forwards origin pragma proxy-authenticate "
    "proxy-authorization range referer referrer-policy retry-after sec-websocket-key server "
    "set-cookie strict-transport-security te traceparent tracestate trailer transfer-encoding "
    "upgrade user-agent vary via www-authenticate x-content-type-options x-forwarded-for "
    "x-forwarded-host x-forwarded-proto x-frame-options x-real-ip x-request-id x-correlation-id "
    "idempotency-key last-event-id text-plain".split()
)

SCHEMA = frozenset(
    "additionalProperties allOf anyOf array boolean components const default deprecated "
    "description enum example examples exclusiveMaximum exclusiveMinimum format integer items "
    "maxItems maxLength maximum minItems minLength minimum not null nullable number object oneOf "
    "pattern properties required schemas string title type uniqueItems".split()
)
"""Words of JSON Schema and OpenAPI."""

SPOKEN = frozenset(
    # Words of other languages that stand in backticks: HTTP methods, SQL, Redis commands.
    "GET POST PUT PATCH DELETE HEAD OPTIONS TRACE CONNECT SELECT INSERT UPDATE FROM WHERE JOIN "
    "LEFT RIGHT INNER OUTER ON AND OR NOT NULL IN IS AS SET VALUES INTO ORDER GROUP BY LIMIT "
    "OFFSET DISTINCT RETURNING CONFLICT DO NOTHING FOR SHARE SKIP LOCKED BEGIN COMMIT ROLLBACK "
    "REPEATABLE READ COMMITTED SERIALIZABLE UNIQUE INDEX PRIMARY KEY TABLE CREATE DROP ALTER ASC "
    "DESC EXISTS LIKE BETWEEN UNION ALL ANY CASE WHEN THEN ELSE END WITH SETNX SETEX PSETEX "
    "GETSET GETDEL DEL UNLINK EXPIRE PEXPIRE TTL PTTL PERSIST EX PX NX XX INCR DECR MGET MSET "
    "LPUSH RPUSH LPOP RPOP LLEN LRANGE BLPOP BRPOP LMOVE RPOPLPUSH ZADD ZREM ZRANGE ZRANGEBYSCORE "
    "ZCARD ZSCORE XADD XREADGROUP XREAD XACK XCLAIM XAUTOCLAIM XPENDING XLEN XGROUP XDEL XTRIM "
    "XINFO MULTI EXEC WATCH EVAL EVALSHA SUBSCRIBE PUBLISH PING OK MOVED ASK BUSYGROUP HGET HSET "
    "SADD SREM SCAN KEYS macro_rules HTTP HTTPS TLS TCP UDP DNS JSON UTF ASCII TODO FIXME LF CRLF "
    "URL URI UUID JWT HMAC".split()
)
"""Words that stand in backticks and are names of no program."""

ATTRIBUTES = frozenset(
    "allow cfg cfg_attr cold deny derive deprecated doc expect forbid ignore inline macro_export "
    "macro_use must_use no_mangle non_exhaustive path repr should_panic test track_caller "
    "warn".split()
)
"""Attributes that the compiler knows."""
SERDE = frozenset(
    "alias borrow bound content crate default deny_unknown_fields deserialize deserialize_with "
    "expecting field_identifier flatten from getter into other remote rename rename_all "
    "rename_all_fields serialize serialize_with skip skip_deserializing skip_serializing "
    "skip_serializing_if tag transparent try_from untagged variant_identifier with".split()
)
"""What serde's attributes take.

Source: serde.rs, "Attributes".
"""


_PRIMITIVES = frozenset(
    "bool char str f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize".split()
)


_ASKED_FOR = frozenset({"axum", "sea_orm", "validator"})
"""Crates that do not stand beside most code: their names are known where the code has the crate."""


def is_known(names: tuple[str, ...], crates: Collection[str] = ()) -> bool:
    """Return whether a path names something of the standard library or of a crate listed here.

    `Notify` alone is known, and so is `tokio::sync::Notify`; `std::sync::Notify` is not. `crates`
    are those of the code in scope.
    """
    first, last = names[0], names[-1]
    listed = [
        known for crate, known in CRATES.items() if crate not in _ASKED_FOR or crate in crates
    ]
    if len(names) == 1:
        return last in STD or any(last in known for known in listed)
    if first in {"std", "core", "alloc"}:
        return all(name in STD for name in names[1:])
    if first in CRATES:
        return all(name in CRATES[first] for name in names[1:])
    if first in _PRIMITIVES or (first in STD and first[0].isupper()):
        return last in STD
    return any(all(name in known for name in names) for known in listed)
