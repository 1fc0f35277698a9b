pub struct Check;

impl Check {
    pub fn run(&self) -> u8 {
        1
    }
}

pub fn check() -> u8 {
    Check.run()
}
