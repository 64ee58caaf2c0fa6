"""Callers of the interface."""

from tests.callers import caller, fresh_pace, made, now

__all__ = ["caller", "fresh_pace", "made", "now"]
