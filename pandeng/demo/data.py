"""The scenario of the demo: its files."""

import csv
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "data"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the quick one where it is there


def table(name: str) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tree(name: str) -> Any:
    """What a YAML file holds."""
    return yaml.load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader)
