pub fn first() -> u8 {
    1
}

impl Last {
    pub fn run(&self) {}
}

pub struct Last; // the file ends without a newline