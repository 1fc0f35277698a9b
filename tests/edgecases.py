"""Cases of references between two parts, as text, with the edges they make or that they make none.

Each begins with `##` and what it is about. The tree follows, a line `=== path` before each file,
with `STORE` as `store.rs` besides; then `?` and the two parts, and after `>` their edges.
"""

from typing import NamedTuple

STORE = """
pub struct Shelf { books: u32 }
impl Shelf {
    pub fn open(name: &str) -> Shelf { todo!() }
    pub fn put_back(&self, book: u32) {}
    pub fn lend(&self) {}
}
pub const LIMIT: u32 = 3;
pub fn count_books(shelf: &Shelf) -> u32 { 0 }
pub enum Fault { Lost(u32), Torn }
pub trait Reader { fn turn_page(&self) {} fn close(&self); }
"""

MADE = r"""
## a function through an import
=== desk.rs
use crate::store::count_books;
fn serve() { count_books(x); }
? desk.rs: serve | store.rs: count_books
> 0>1 call count_books -> count_books

## the reference may go the other way
=== desk.rs
use crate::store::count_books;
fn serve() { count_books(x); }
? store.rs: count_books | desk.rs: serve
> 1>0 call count_books -> count_books

## a path from the root of the crate
=== desk.rs
fn serve() { crate::store::count_books(x); }
? desk.rs: serve | store.rs: count_books
> 0>1 call crate::store::count_books -> count_books

## a path through an imported module
=== desk.rs
use crate::store;
fn serve() { store::count_books(x); }
? desk.rs: serve | store.rs: count_books
> 0>1 call store::count_books -> count_books

## super and self
=== a/mod.rs
pub fn above() {}
=== a/b.rs
fn below() { super::above(); }
? a/b.rs: below | a/mod.rs: above
> 0>1 call super::above -> above

## a name under another name
=== desk.rs
use crate::store::Shelf as Board;
fn serve(board: &Board) {}
? desk.rs: serve | store.rs: Shelf
> 0>1 type Board -> Shelf

## a re-export
=== front.rs
pub use crate::store::Shelf;
=== desk.rs
use crate::front::Shelf;
fn serve(shelf: &Shelf) {}
? desk.rs: serve | store.rs: Shelf
> 0>1 type Shelf -> Shelf

## a glob of a module of the tree
=== desk.rs
use crate::store::*;
fn serve(shelf: &Shelf) {}
? desk.rs: serve | store.rs: Shelf
> 0>1 type Shelf -> Shelf

## the root of the library, with a main.rs beside it
=== lib.rs
pub struct State;
=== main.rs
fn main() {}
=== desk.rs
use crate::State;
fn serve(state: State) {}
? desk.rs: serve | lib.rs: State
> 0>1 type State -> State

## an item of a module that is written out inside a file
=== odd.rs
pub mod inner { pub struct Coin; }
=== desk.rs
use crate::odd::inner::Coin;
fn serve(coin: Coin) {}
? desk.rs: serve | odd.rs: inner::Coin
> 0>1 type Coin -> inner::Coin

## a whole module that is written out shows what stands in it
=== odd.rs
pub mod inner { pub struct Coin; }
=== desk.rs
fn serve(coin: crate::odd::inner::Coin) {}
? desk.rs: serve | odd.rs: mod@inner
> 0>1 type crate::odd::inner::Coin -> inner::Coin

## a function that is handed over
=== desk.rs
use crate::store::count_books;
fn serve() { shelves.map(count_books); }
? desk.rs: serve | store.rs: count_books
> 0>1 value count_books -> count_books

## a function with the name of what its result is bound to
=== desk.rs
use crate::store::count_books;
fn serve() { let count_books = count_books(x); }
? desk.rs: serve | store.rs: count_books
> 0>1 call count_books -> count_books

## a constant
=== desk.rs
use crate::store::LIMIT;
fn serve() { if n > LIMIT { stop() } }
? desk.rs: serve | store.rs: LIMIT
> 0>1 value LIMIT -> LIMIT

## an associated function and the shell it stands in
=== desk.rs
use crate::store::Shelf;
fn serve() { Shelf::open(name); }
? desk.rs: serve | store.rs: Shelf::open
> 0>1 shell Shelf -> impl Shelf
> 0>1 call Shelf::open -> Shelf::open

## Self of an impl whose other member is shown apart
=== desk.rs
pub struct Desk;
impl Desk { fn a() { Self::b(); } }
impl Desk { fn b() {} }
? desk.rs: Desk::a | desk.rs: Desk::b
> 0>1 shell Desk -> impl Desk#2
> 0>1 call Self::b -> Desk::b
> 1>0 shell Desk -> impl Desk#1

## a member of a trait by a bounded parameter
=== desk.rs
pub trait Key { fn first() -> u8; }
=== door.rs
use crate::desk::Key;
fn unlock<K: Key>() { K::first(); }
? door.rs: unlock | desk.rs: Key::first
> 0>1 shell Key -> Key
> 0>1 call K::first -> Key::first

## a member that a derive of the trait's name brings
=== desk.rs
pub trait Listed { fn list() -> u8 { 1 } }
=== door.rs
use macros::Listed;
#[derive(Clone, Listed)]
pub struct Door;
=== room.rs
use crate::door::Door;
fn rooms() { Door::list(); }
? room.rs: rooms | desk.rs: Listed::list
> 0>1 call Door::list -> Listed::list

## a variant
=== desk.rs
use crate::store::Fault;
fn serve() { Err(Fault::Torn) }
? desk.rs: serve | store.rs: Fault
> 0>1 type Fault -> Fault
> 0>1 variant Fault::Torn -> Fault

## a variant that is imported by itself
=== desk.rs
use crate::store::Fault::Torn;
fn serve() { stop(Torn) }
? desk.rs: serve | store.rs: Fault
> 0>1 variant Torn -> Fault

## the type in the shell of a chosen member
=== note.rs
use crate::store::Shelf;
impl Shelf { fn note(&self) {} }
? note.rs: Shelf::note | store.rs: Shelf
> 0>1 type Shelf -> Shelf

## the type whose member is shown in another part
=== desk.rs
use crate::store::Shelf;
fn serve(shelf: &Shelf) {}
? desk.rs: serve | store.rs: Shelf::lend
> 0>1 shell Shelf -> impl Shelf

## an alias of the type whose member is shown
=== desk.rs
use crate::store::Shelf;
pub type Board<T = u8> = Shelf<T>;
fn serve(board: &Board) {}
? desk.rs: serve | store.rs: Shelf::lend
> 0>1 shell Board -> impl Shelf

## the trait whose member is shown in another part
=== desk.rs
use crate::store::Reader;
struct Child;
impl Reader for Child { fn close(&self) {} }
? desk.rs: impl Reader for Child | store.rs: Reader::turn_page
> 0>1 shell Reader -> Reader

## a method whose trait the file imports
=== desk.rs
use crate::store::Reader;
fn serve() { child.turn_page(); }
? desk.rs: serve | store.rs: Reader::turn_page
> 0>1 method .turn_page() -> Reader::turn_page

## a method whose trait the file imports without a name
=== desk.rs
use crate::store::Reader as _;
fn serve() { child.close(); }
? desk.rs: serve | store.rs: Reader::close
> 0>1 method .close() -> Reader::close

## a method of a trait that no type in the part has of its own
=== child.rs
use crate::store::Reader;
pub struct Child;
impl Reader for Child { fn close(&self) {} }
=== desk.rs
use crate::store::Reader;
fn serve(some: &dyn Reader) { some.close(); }
? desk.rs: serve | child.rs: <Child as Reader>::close
> 0>1 method .close() -> <Child as Reader>::close

## a method that only one type of the tree has
=== desk.rs
fn serve() { shelf.put_back(1); }
? desk.rs: serve | store.rs: Shelf::put_back
> 0>1 method .put_back() -> Shelf::put_back

## a method of one word, where the file imports from the type's file
=== desk.rs
use crate::store::LIMIT;
fn serve() { shelf.lend(); }
? desk.rs: serve | store.rs: Shelf::lend
> 0>1 method .lend() -> Shelf::lend

## a method of many types, one of which the part names
=== other.rs
pub struct Door;
impl Door { pub fn lend(&self) {} }
=== desk.rs
use crate::store::Shelf;
fn serve(x: &Shelf) { x.lend(); }
? desk.rs: serve | store.rs: Shelf::lend
> 0>1 shell Shelf -> impl Shelf
> 0>1 method .lend() -> Shelf::lend

## a method of the type that a field of a named type has
=== other.rs
pub struct Door;
impl Door { pub fn lend(&self) {} }
=== desk.rs
use crate::store::Shelf;
struct Desk { board: Arc<Shelf> }
fn serve(Desk { board }: Desk) { board.lend(); }
? desk.rs: serve | store.rs: Shelf::lend
> 0>1 method .lend() -> Shelf::lend

## a method that std's types have too, of what is called like its type
=== memory.rs
pub trait Keeps { fn get(&self) {} }
pub struct Memory;
=== desk.rs
use crate::memory::{Keeps, Memory};
fn serve(memory: &Memory) { memory.get(); }
? desk.rs: serve | memory.rs: Keeps::get
> 0>1 method .get() -> Keeps::get

## a method of std's name, of a parameter with its type
=== drawer.rs
pub struct Drawer;
impl Drawer { pub fn len(&self) {} }
=== desk.rs
use crate::drawer::Drawer;
fn serve(d: &Drawer) { d.len(); }
? desk.rs: serve | drawer.rs: Drawer::len
> 0>1 shell Drawer -> impl Drawer
> 0>1 method .len() -> Drawer::len

## a default method that calls one of the implementors'
=== child.rs
use crate::desk::Sings;
struct Child;
impl Sings for Child { fn note(&self) {} }
=== desk.rs
pub trait Sings { fn song(&self) { self.note(); } fn note(&self); }
? desk.rs: Sings::song | child.rs: <Child as Sings>::note
> 0>1 method .note() -> <Child as Sings>::note
> 1>0 shell Sings -> Sings

## a macro
=== macros.rs
macro_rules! shout { ($a:expr) => { $a } }
=== desk.rs
fn serve() { shout!(1) }
? desk.rs: serve | macros.rs: shout!
> 0>1 macro shout! -> shout!

## a name that a derive makes in a module, by the module's name
=== models/mod.rs
=== models/note.rs
#[derive(Clone, MakesRows)]
pub struct Model { id: u8 }
=== desk.rs
use crate::models::note;
fn serve() { note::Row::find(); }
? desk.rs: serve | models/note.rs: Model
> 0>1 derived note::Row -> Model

## a name that a derive makes, by an import
=== models/mod.rs
=== models/note.rs
#[derive(MakesRows)]
pub struct Model { id: u8 }
=== desk.rs
use crate::models::note::Row;
fn serve() { Row::find(); }
? desk.rs: serve | models/note.rs: Model
> 0>1 derived Row -> Model

## an impl of a type that a derive makes
=== models/mod.rs
=== models/note.rs
#[derive(MakesRows)]
pub struct Model { id: u8 }
impl Behaves for Row {}
=== desk.rs
use crate::models::note;
fn serve() { note::Row::find(); }
? desk.rs: serve | models/note.rs: impl Behaves for Row
> 0>1 shell note::Row -> impl Behaves for Row

## a type that a macro call makes
=== keys.rs
make_key!(Front, u8);
make_key!(Back, u8);
=== desk.rs
use crate::keys::Front;
fn serve(key: Front) {}
? desk.rs: serve | keys.rs: make_key!(Front)
> 0>1 derived Front -> make_key!(Front)

## a function that an attribute makes of another
=== routes.rs
#[describe(id = 1)]
pub fn list_books() {}
=== desk.rs
use crate::routes;
fn serve() { get(routes::list_books_page); }
? desk.rs: serve | routes.rs: list_books
> 0>1 derived routes::list_books_page -> list_books

## a function named by the text of an attribute
=== rules.rs
pub fn is_short() {}
=== desk.rs
struct Note { #[check(with = "crate::rules::is_short")] text: u8 }
? desk.rs: Note | rules.rs: is_short
> 0>1 value "crate::rules::is_short" -> is_short

## a table by its name in raw SQL
=== model.rs
#[orm(table_name = "loan")]
pub struct Loan;
=== desk.rs
fn sweep() { run("DELETE FROM loan WHERE late"); }
? desk.rs: sweep | model.rs: Loan
> 0>1 table loan -> Loan

## a table whose name is a constant
=== model.rs
pub const LOAN_TABLE: &str = "loan";
=== desk.rs
fn sweep() { run("SELECT a FROM book JOIN loan ON b"); }
? desk.rs: sweep | model.rs: LOAN_TABLE
> 0>1 table loan -> LOAN_TABLE

## two parts of one file by a call
=== desk.rs
fn serve() { greet(); }
fn greet() {}
? desk.rs: serve | desk.rs: greet
> 0>1 call greet -> greet

## a method of std's name, of a parameter with a bound
=== memory.rs
pub trait Keeps { fn get(&self) {} }
=== desk.rs
use crate::memory::Keeps;
fn serve(some: &impl Keeps) { some.get(); }
? desk.rs: serve | memory.rs: Keeps::get
> 0>1 shell Keeps -> Keeps
> 0>1 method .get() -> Keeps::get

## the only From of a type
=== desk.rs
pub struct Slip;
impl From<u8> for Slip { fn from(x: u8) -> Slip { Slip } }
=== door.rs
use crate::desk::Slip;
fn unlock() { take(Slip::from(1)); }
? door.rs: unlock | desk.rs: <Slip as From<u8>>::from
> 0>1 call Slip::from -> <Slip as From<u8>>::from
> 0>1 shell Slip -> impl From<u8> for Slip

## one From of two, known by its shell alone
=== desk.rs
pub struct Slip;
impl From<u8> for Slip { fn from(x: u8) -> Slip { Slip } }
impl From<u16> for Slip { fn from(x: u16) -> Slip { Slip } }
=== door.rs
use crate::desk::Slip;
fn unlock() { take(Slip::from(1)); }
? door.rs: unlock | desk.rs: <Slip as From<u8>>::from
> 0>1 shell Slip -> impl From<u8> for Slip

## a derive called like a trait of the tree
=== traits.rs
pub trait Listed {}
=== desk.rs
use crate::traits::Listed;
#[derive(Clone, Listed)]
struct Desk;
? desk.rs: Desk | traits.rs: Listed
> 0>1 type Listed -> Listed

## an attribute that is a macro of the tree
=== macros.rs
#[proc_macro_attribute]
pub fn describe() {}
=== desk.rs
use crate::macros::describe;
#[describe(id = 1)]
fn serve() {}
? desk.rs: serve | macros.rs: describe
> 0>1 macro describe -> describe

## a call inside the arguments of a macro
=== desk.rs
use crate::store::count_books;
fn serve() { join!(count_books(x), other()) }
? desk.rs: serve | store.rs: count_books
> 0>1 call count_books -> count_books

## a call with its type arguments written out
=== desk.rs
use crate::store::count_books;
fn serve() { count_books::<Vec<Vec<u8>>>(x) }
? desk.rs: serve | store.rs: count_books
> 0>1 call count_books -> count_books

## a variant called like the type in it
=== desk.rs
use crate::store::Shelf;
enum Thing { Shelf(Shelf) }
? desk.rs: Thing | store.rs: Shelf
> 0>1 type Shelf -> Shelf

## a table that a function names, in SQL in small letters
=== model.rs
pub fn table_name() -> &'static str { "loan" }
=== desk.rs
fn sweep() { run(r#"update public.loan set late = true"#); }
? desk.rs: sweep | model.rs: table_name
> 0>1 table loan -> table_name
"""

MISSES = r"""
## a function of the same name from elsewhere
=== desk.rs
use elsewhere::count_books;
fn serve() { count_books(x); }
? desk.rs: serve | store.rs: count_books

## an import goes before a glob
=== desk.rs
use crate::store::*;
use elsewhere::Shelf;
fn serve(shelf: &Shelf) {}
? desk.rs: serve | store.rs: Shelf

## a glob from outside the tree
=== desk.rs
use elsewhere::*;
fn serve(shelf: &Shelf) {}
? desk.rs: serve | store.rs: Shelf

## an import without use
=== desk.rs
use crate::store::count_books;
fn serve() {}
fn other() { count_books(); }
? desk.rs: serve | store.rs: count_books

## an import that is chosen, without use
=== desk.rs
use crate::store::count_books;
fn serve() {}
? desk.rs: use; serve | store.rs: count_books

## a name in a comment and in a string
=== desk.rs
use crate::store::count_books;
fn serve() { /* count_books(x) */ log("count_books(x)"); }
? desk.rs: serve | store.rs: count_books

## a local variable of the name
=== desk.rs
use crate::store::count_books;
fn serve() { let count_books = 1; say(count_books); }
? desk.rs: serve | store.rs: count_books

## a closure of the name
=== desk.rs
use crate::store::count_books;
fn serve() { let count_books = |x| x; count_books(1); }
? desk.rs: serve | store.rs: count_books

## a field of the name
=== desk.rs
use crate::store::*;
fn serve() { self.count_books = 1; }
? desk.rs: serve | store.rs: count_books

## super leads one module up, not here
=== a/mod.rs
pub fn above() {}
=== a/b.rs
fn below() { self::above(); }
? a/b.rs: below | a/mod.rs: above

## an item of another module that is written out
=== odd.rs
pub mod inner { pub struct Coin; }
=== desk.rs
use crate::odd::outer::Coin;
fn serve(coin: Coin) {}
? desk.rs: serve | odd.rs: inner::Coin

## the same name of two types: a variant
=== desk.rs
pub enum Fault { Torn }
fn serve() { Err(Fault::Torn) }
? desk.rs: serve | store.rs: Fault

## the same name of two types: an associated function
=== desk.rs
struct Shelf;
impl Shelf { fn open() {} }
fn serve() { Shelf::open(); }
? desk.rs: serve | store.rs: Shelf::open

## a variant of the name that is imported from another enum
=== other.rs
pub enum Fault { Torn }
=== desk.rs
use crate::other::Fault::Torn;
fn serve() { stop(Torn) }
? desk.rs: serve | store.rs: Fault

## a variant that is being defined
=== desk.rs
use crate::store::*;
enum Thing { Shelf, Reader(u8) }
? desk.rs: Thing | store.rs: Shelf; Reader

## two impls of one trait
=== desk.rs
use crate::store::Reader;
struct Ant;
impl Reader for Ant {}
=== door.rs
use crate::store::Reader;
struct Bee;
impl Reader for Bee {}
? desk.rs: impl Reader for Ant | door.rs: impl Reader for Bee

## Self is the one type of its impl, not every implementor of the trait
=== kin.rs
pub trait Kin { type Out; fn out() -> Self::Out; }
=== desk.rs
use crate::kin::Kin;
struct Ant;
impl Kin for Ant { type Out = u8; fn out() -> Self::Out { 1 } }
=== door.rs
use crate::kin::Kin;
struct Bee;
impl Kin for Bee { type Out = u8; }
? desk.rs: <Ant as Kin>::out | door.rs: <Bee as Kin>::Out

## both name a third thing
=== desk.rs
use crate::store::Shelf;
fn serve(x: &Shelf) {}
=== door.rs
use crate::store::Shelf;
fn unlock(x: &Shelf) {}
? desk.rs: serve | door.rs: unlock

## both stand in one file
=== desk.rs
fn serve() {}
fn greet() {}
? desk.rs: serve | desk.rs: greet

## std's prelude, which the tree redefines
=== kinds.rs
pub type Result<T> = std::result::Result<T, u8>;
=== desk.rs
use crate::kinds::Result;
fn serve() -> Result<u8> { Ok(1) }
? desk.rs: serve | kinds.rs: Result

## errors of two crates
=== faults.rs
pub struct Error;
=== desk.rs
use sql::Error;
fn serve() -> Result<u8, Error> { Err(Error::new()) }
? desk.rs: serve | faults.rs: Error

## a derive called like a type of the tree
=== faults.rs
pub struct Error;
=== desk.rs
use crate::faults::*;
#[derive(Error)]
struct Fall;
? desk.rs: Fall | faults.rs: Error

## a method of a trait from outside
=== child.rs
use tower::Service;
pub struct Child;
impl Service for Child { fn call_me(&self) {} }
=== desk.rs
use tower::Service;
fn serve() { inner.call_me(); }
? desk.rs: serve | child.rs: <Child as Service>::call_me

## new of two types
=== a.rs
pub struct Ant;
impl Ant { pub fn new() -> Ant { Ant } }
=== b.rs
pub struct Bee;
impl Bee { pub fn new() -> Bee { Bee } fn two() { Self::new(); } }
? b.rs: Bee::two | a.rs: Ant::new

## a method whose trait the file does not name
=== other.rs
pub struct Book;
impl Book { fn turn_page(&self) {} }
=== desk.rs
fn serve() { child.turn_page(); }
? desk.rs: serve | store.rs: Reader::turn_page

## a method of a trait that a type in the part has of its own
=== child.rs
use crate::store::Reader;
pub struct Child;
impl Reader for Child { fn close(&self) {} }
=== desk.rs
use crate::store::Reader;
pub struct Clerk;
impl Reader for Clerk { fn close(&self) {} }
fn serve(x: Clerk) { x.close(); }
? desk.rs: serve | child.rs: <Child as Reader>::close

## a method that two types of the tree have
=== other.rs
pub struct Cart;
impl Cart { fn put_back(&self) {} }
=== desk.rs
fn serve() { shelf.put_back(1); }
? desk.rs: serve | store.rs: Shelf::put_back

## a method of one word, where the file has nothing to do with the type
=== desk.rs
fn serve() { shelf.lend(); }
? desk.rs: serve | store.rs: Shelf::lend

## a method that std's types have too
=== drawer.rs
pub struct Drawer;
impl Drawer { pub fn is_empty(&self) {} }
pub const DEPTH: u8 = 1;
=== desk.rs
use crate::drawer::DEPTH;
fn serve() { list.is_empty(); }
? desk.rs: serve | drawer.rs: Drawer::is_empty

## a method of std's name and a trait in scope
=== memory.rs
pub trait Keeps { fn get(&self) {} }
pub struct Memory;
=== desk.rs
use crate::memory::{Keeps, Memory};
fn serve(memory: &Memory) { list.get(); }
? desk.rs: serve | memory.rs: Keeps::get

## a method of the name of a function without self
=== desk.rs
use crate::store::LIMIT;
fn serve() { shop.open(); }
? desk.rs: serve | store.rs: Shelf::open

## a field of the receiver's name in a type that the part does not name
=== other.rs
pub struct Door;
impl Door { pub fn lend(&self) {} }
=== desk.rs
use crate::store::Shelf;
struct Desk { board: Arc<Shelf> }
fn serve(board: u8) { board.lend(); }
? desk.rs: serve | store.rs: Shelf::lend

## a macro of another crate
=== macros.rs
macro_rules! shout { ($a:expr) => { $a } }
=== desk.rs
fn serve() { voices::shout!(1) }
? desk.rs: serve | macros.rs: shout!

## a macro of the name of which there are two
=== macros.rs
macro_rules! shout { ($a:expr) => { $a } }
=== more.rs
macro_rules! shout { ($a:expr) => { $a } }
=== desk.rs
fn serve() { shout!(1) }
? desk.rs: serve | macros.rs: shout!

## a derive of std's beside a name that nothing makes
=== models/mod.rs
=== models/note.rs
#[derive(Clone, Debug)]
pub struct Model { id: u8 }
=== desk.rs
use crate::models::note;
fn serve() { note::Row::find(); }
? desk.rs: serve | models/note.rs: Model

## a derive of a trait that the tree implements by hand
=== models/mod.rs
=== models/note.rs
#[derive(Packs)]
pub struct Model { id: u8 }
impl Packs for Other {}
=== desk.rs
use crate::models::note;
fn serve() { note::Row::find(); }
? desk.rs: serve | models/note.rs: Model

## a name that a derive makes in another module
=== models/mod.rs
=== models/note.rs
#[derive(MakesRows)]
pub struct Model { id: u8 }
=== models/tune.rs
#[derive(MakesRows)]
pub struct Model { id: u8 }
=== desk.rs
use crate::models::tune;
fn serve() { tune::Row::find(); }
? desk.rs: serve | models/note.rs: Model

## a defined type beside a derive
=== models/mod.rs
=== models/note.rs
#[derive(MakesRows)]
pub struct Model { id: u8 }
pub struct Row;
=== desk.rs
use crate::models::note;
fn serve() { note::Row::find(); }
? desk.rs: serve | models/note.rs: Model

## another call of the macro that makes the type
=== keys.rs
make_key!(Front, u8);
make_key!(Back, u8);
=== desk.rs
use crate::keys::Front;
fn serve(key: Front) {}
? desk.rs: serve | keys.rs: make_key!(Back)

## a longer name beside a function without a macro
=== routes.rs
#[inline]
pub fn list_books() {}
=== desk.rs
use crate::routes;
fn serve() { get(routes::list_books_page); }
? desk.rs: serve | routes.rs: list_books

## a longer name that is a function of its own
=== routes.rs
#[describe(id = 1)]
pub fn list_books() {}
pub fn list_books_page() {}
=== desk.rs
use crate::routes;
fn serve() { get(routes::list_books_page); }
? desk.rs: serve | routes.rs: list_books

## a text of an attribute that is no path
=== desk.rs
pub fn is_short() {}
struct Note { #[check(rename = "is_short")] text: u8 }
? desk.rs: Note | desk.rs: is_short

## SQL that names another table
=== model.rs
#[orm(table_name = "loan")]
pub struct Loan;
=== desk.rs
fn sweep() { run("DELETE FROM loans WHERE loan"); }
? desk.rs: sweep | model.rs: Loan

## English that reads a little like SQL
=== model.rs
#[orm(table_name = "loan")]
pub struct Loan;
=== desk.rs
fn sweep() {
    log("Select one from loan offers, update loan, and go");
    log("the date is taken FROM loan");
}
? desk.rs: sweep | model.rs: Loan

## a string of the table's name that is no table
=== model.rs
pub const KEY: &str = "loan";
=== desk.rs
fn sweep() { run("DELETE FROM loan WHERE late"); }
? desk.rs: sweep | model.rs: KEY

## a type parameter of one letter, of which there is an impl
=== desk.rs
trait Wide {}
impl<T> Wide for T {}
fn serve<T>(x: T) {}
? desk.rs: serve | desk.rs: impl Wide for T

## imports that lead round in a circle
=== here.rs
pub use crate::there::Coin;
=== there.rs
pub use crate::here::Coin;
=== desk.rs
use crate::here::Coin;
pub type Loop = Loop;
fn serve(coin: Coin, ring: Loop) { Coin::mint(); }
? desk.rs: serve | store.rs: Shelf::open

## a parameter that can be called
=== desk.rs
use crate::store::count_books;
fn serve(count_books: impl Fn(u8)) { count_books(1); }
? desk.rs: serve | store.rs: count_books

## a key of an attribute
=== desk.rs
fn nested() {}
struct Note { #[check(nested, length(min = 1))] text: u8 }
? desk.rs: Note | desk.rs: nested

## the text of a doc comment
=== desk.rs
use crate::store::count_books;
/// See [`count_books`].
fn serve() {}
? desk.rs: serve | store.rs: count_books
"""


class Case(NamedTuple):
    """A tree, two parts of it, and what `told` says of their edges."""

    about: str
    tree: str
    one: str
    other: str
    edges: tuple[str, ...]


def cases(text: str) -> list[Case]:
    """Return the cases of a text."""
    found = []
    for block in text.split("\n## ")[1:]:
        about, *lines = block.rstrip().split("\n")
        asked = next(at for at, line in enumerate(lines) if line.startswith("? "))
        one, other = lines[asked].removeprefix("? ").split(" | ")
        edges = tuple(line.removeprefix("> ") for line in lines[asked + 1 :])
        files = "\n".join(lines[:asked])
        found.append(Case(about, f"=== store.rs{STORE}{files}\n", one, other, edges))
    return found
