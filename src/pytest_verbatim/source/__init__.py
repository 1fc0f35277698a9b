"""Upstream's bytes: git, the cache, one tree at one commit."""
