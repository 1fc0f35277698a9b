// fn nothing() {}
/* struct Nothing; */
//! Inner documentation, and no item.
