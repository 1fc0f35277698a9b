"""What names in one piece of code have to do with definitions that another piece shows.

`reference` reads the names in use, `meaning` follows them through the tree, `shown` knows what the
parts of an example show, `tables` the tables of SQL, `words` what is std's; `methods` says which
method a `.m()` may be, and `reader` brings these together. Syntax and names only: no type is
inferred, no macro expanded.
"""
