"""The Jining demo: records behind a real public article, made the same way every time."""
