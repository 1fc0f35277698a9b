"""Words of the language and of std that references must not be led by."""

BUILT_IN = frozenset(
    "allow automatically_derived cfg cfg_attr cold deny deprecated derive doc expect forbid ignore "
    "inline link_section macro_export must_use no_mangle non_exhaustive proc_macro "
    "proc_macro_attribute proc_macro_derive repr should_panic target_feature test track_caller "
    "warn".split()
)
"""Attributes of the language: they make no names."""
PROC_MACROS = frozenset({"proc_macro", "proc_macro_attribute", "proc_macro_derive"})
STD_METHODS = frozenset(
    "all and and_then any append as_bytes as_deref as_deref_mut as_mut as_mut_slice as_path "
    "as_ptr as_ref as_slice as_str borrow borrow_mut by_ref bytes capacity ceil chain char_indices "
    "chars checked_add checked_div checked_mul checked_sub chunks clear clone cloned cmp collect "
    "concat contains contains_key copied copy_from_slice count cycle dedup deref deref_mut drain "
    "drop duration_since elapsed ends_with entry enumerate eq err error expect expect_err extend "
    "extend_from_slice fill filter filter_map find find_map finish first flat_map flatten floor "
    "flush fmt fold for_each from from_str fuse get get_mut get_or_insert_with ge gt hash "
    "insert insert_str inspect inspect_err into into_boxed_slice into_bytes into_inner into_iter "
    "into_keys into_string into_values is_alphanumeric is_ascii is_char_boundary is_digit is_dir "
    "is_empty is_err is_err_and is_file is_finite is_nan is_none is_none_or is_numeric is_ok "
    "is_ok_and is_some is_some_and iter iter_mut join keys kind last le len lines load lock lt map "
    "map_err map_or map_or_else map_while matches max max_by max_by_key min min_by min_by_key ne "
    "new next next_back not now nth ok ok_or ok_or_else or or_default or_else or_insert "
    "or_insert_with or_insert_with_key parse partial_cmp partition peek peekable poll pop pop_back "
    "pop_front position pow push push_back push_front push_str range read read_exact "
    "read_line read_to_end read_to_string recv remove replace reserve resize retain rev round "
    "rposition rsplit saturating_add saturating_mul saturating_sub scan send shrink_to_fit skip "
    "skip_while sort sort_by sort_by_key sort_unstable source spawn split split_at split_off "
    "split_once split_whitespace sqrt starts_with step_by store strip_prefix strip_suffix sum "
    "swap take take_while then then_some to_ascii_lowercase to_ascii_uppercase to_be_bytes "
    "to_bytes to_le_bytes to_lowercase to_owned to_path_buf to_str to_string to_string_lossy "
    "to_uppercase to_vec transpose trim trim_end trim_start truncate try_for_each try_from "
    "try_into try_lock try_recv try_send unwrap unwrap_err unwrap_or unwrap_or_default "
    "unwrap_or_else unzip update values values_mut windows with_capacity wrapping_add wrapping_mul "
    "write write_all write_fmt write_str xor zip".split()
)
"""Methods of std's everyday types: without a type in sight they are taken to be std's."""
