"""The pin and the selectors moved to another revision, all or nothing; what cannot go is listed."""
