"""A whole source tree by name: definitions, modules, calls, constants and counts."""
