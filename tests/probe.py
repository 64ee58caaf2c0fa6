"""The action of writes that only tests make."""

from pandeng.core.action import Action

PROBE = Action("test.probe", "试写")
