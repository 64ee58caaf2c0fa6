"""Pandeng (攀登): the operating system of an industrial-cluster office."""
