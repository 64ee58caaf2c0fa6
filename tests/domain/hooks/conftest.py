"""A program that receives hooks, and tokens for it."""

from tests.callers import caller, fresh_pace, made, now

__all__ = ["caller", "fresh_pace", "made", "now"]
