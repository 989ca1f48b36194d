"""sitegen: a static documentary website generator for diplomatic cables."""

__version__ = "0.1.0"
