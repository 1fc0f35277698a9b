pub fn odd() {}
