"""What every change of a project's life asks: the line of its process, a reason."""

from datetime import date

from pandeng.access.scope import Scope
from pandeng.core.change import Change
from pandeng.domain.projects.models import (
    Project,
    ProjectStep,
)


def add_line(
    change: Change,
    project: Project,
    step: str,
    day: date,
    by: Scope,
    *,
    evidence: str = "",
    note: str = "",
) -> None:
    """Add a line to the process of a project."""
    change.add(
        ProjectStep(
            cluster_id=project.cluster_id,
            project=project,
            step=step,
            happened_on=day,
            evidence=evidence.strip(),
            note=note.strip(),
            person=by.name[:60],
        )
    )
