"""Names in prose: what an example may name, and what is wrong with a name."""
