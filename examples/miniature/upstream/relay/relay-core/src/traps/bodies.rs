//! Items inside function bodies have no path of their own.

pub fn helper() -> u8 {
    1
}

pub fn outer() -> u8 {
    use std::cell::Cell;

    /// Bears the name of an item of the file.
    fn helper() -> u8 {
        static CALLS: u8 = 2;
        const STEP: u8 = 1;
        CALLS + STEP
    }

    struct Counter(Cell<u8>);

    impl Counter {
        fn run(&self) -> u8 {
            self.0.get()
        }
    }

    macro_rules! twice {
        ($value:expr) => {
            $value * 2
        };
    }

    mod helpers {
        pub fn hidden() {}
    }

    std::thread_local! {
        static DEPTH: u8 = 0;
    }

    helpers::hidden();
    twice!(helper()) + Counter(Cell::new(0)).run()
}

pub struct Counter(u8);

impl Counter {
    pub fn run(&self) -> u8 {
        fn run(from: u8) -> u8 {
            from + 1
        }
        run(self.0)
    }
}

pub static CALLS: u8 = {
    const fn helper() -> u8 {
        3
    }
    helper()
};
