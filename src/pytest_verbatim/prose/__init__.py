"""Prose by itself, without a source: form, sentences, names, numbers and what is said."""
