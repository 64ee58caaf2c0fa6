"""Sealing and verifying the audit log at 20,000 and 100,000 events: growth and memory."""

import resource
import time
import uuid

from django.db import transaction
from django.utils import timezone

from bench import scale
from pandeng.core import audit, seals


def main() -> None:
    scale.start()
    have, last = 0, 0.0
    for wanted in (20_000, 100_000):
        add(wanted - have)
        have = wanted
        started = time.perf_counter()
        seals.seal(timezone.now())
        sealed = time.perf_counter() - started
        started = time.perf_counter()
        report = seals.verify()
        took = time.perf_counter() - started
        assert report.broken is None
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        growth = f", {took / last:.1f}× for 5×" if last else ""
        print(
            f"audit {report.events:,} events: seal {sealed:.1f} s, verify {took:.1f} s{growth}, "
            f"peak {peak:.0f} MB"
        )
        last = took


def add(count: int) -> None:
    with transaction.atomic():
        for number in range(count):
            audit.write(
                uid=uuid.uuid4(), at=timezone.now(), cluster_id=1, actor_id=1, actor_name="周示例",
                action="demands.import_existing", target_kind="demands.Demand", target_id=number,
                why="", changes={"demands.Demand:1": {"status": ["handling", "closed"]}},
            )  # fmt: skip
