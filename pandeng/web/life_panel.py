"""The panel of a project's life: the line of stages, what may come next, lists, labels, files."""

from typing import Any

from pandeng.access.permissions import Permission
from pandeng.access.scope import Scope
from pandeng.domain.attachments.queries import files_of
from pandeng.domain.projects.lifecycle.queries import life_of
from pandeng.domain.projects.lifecycle.workflow import LIFECYCLE
from pandeng.domain.projects.models import Project


def life_panel(scope: Scope, project: Project) -> dict[str, Any]:
    """What `projects/_life.html` shows as `life`. Four queries, however long the life."""
    life = life_of(scope, project)
    return {
        "of": life,
        "tone": LIFECYCLE.tones[life.status],
        "first": next((button.step for button in life.buttons if button.may), ""),
        "files": list(files_of(scope, project)),
        "may_attach": scope.may(Permission.ATTACH_FILE),
    }
