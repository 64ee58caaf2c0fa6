"""`python -m bench [NAME …]`: every bench prints its ratios and its noise; without a name all of BENCHES."""

import importlib
import os
import sys
import tempfile

BENCHES = (
    "figures",
    "lists",
    "check",
    "audit",
    "requests",
    "wall",
    "ladders",
    "steer",
    "paces",
    "beside",
)


def main() -> None:
    chosen = sys.argv[1:] or list(BENCHES)
    if unknown := set(chosen) - set(BENCHES):
        sys.exit(f"no bench called {', '.join(sorted(unknown))}; there are: {', '.join(BENCHES)}")
    with tempfile.TemporaryDirectory() as home:
        os.environ["PANDENG_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")
        import django

        django.setup()
        for name in chosen:
            importlib.import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main()
