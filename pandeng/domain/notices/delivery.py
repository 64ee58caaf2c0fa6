"""Sending one message: to a robot over HTTP, to a person over SMTP. Returns why it failed, or nothing."""

import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from pandeng.core.outbound import CheckedSMTP, CheckedSMTPS, post_json
from pandeng.domain.notices import robots
from pandeng.domain.notices.actions import Message


def send(message: Message, at: datetime) -> str:
    """Send one message; the sentence says what went wrong, empty when it was taken."""
    try:
        return _to_robot(message, at) if message.robot else _to_person(message, at)
    except (OSError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]


def text_of(message: Message) -> str:
    """A line and a link that needs sign-in; of many the distinct lines."""
    link = f"{settings.PUBLIC_URL}{message.path}"
    lines = message.lines
    if len(message.dispatches) == 1:
        return _("【攀登】%(line)s %(link)s") % {"line": lines[0], "link": link}
    shown = [f"· {line}" for line in lines[: robots.MAX_DIGEST_LINES]]
    return "\n".join([_("【攀登】有多条新提醒："), *shown, link])


def _to_robot(message: Message, at: datetime) -> str:
    robot = message.robot
    assert robot
    address, payload = robots.request(robot.kind, robot.webhook, robot.secret, text_of(message), at)
    status, body = post_json(address, payload, {"X-Pandeng-Message": str(message.id)})
    return robots.refusal(robot.kind, status, body)


def _to_person(message: Message, at: datetime) -> str:
    assert message.user
    server = urlsplit(settings.SMTP)
    mail = EmailMessage()
    lines = message.lines
    mail["Subject"] = _("【攀登】%(line)s") % {
        "line": lines[0] if len(message.dispatches) == 1 else _("有多条新提醒")
    }
    mail["From"] = settings.MAIL_FROM
    mail["To"] = message.user.email
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{message.id}@pandeng>"
    mail.set_content(text_of(message))
    secure = server.scheme == "smtps"
    kind = CheckedSMTPS if secure else CheckedSMTP
    with kind(server.hostname or "", server.port or (465 if secure else 25), timeout=10) as smtp:
        if server.scheme == "smtp+tls":
            smtp.starttls()
        if server.username:
            smtp.login(unquote(server.username), unquote(server.password or ""))
        smtp.send_message(mail)
    return ""
