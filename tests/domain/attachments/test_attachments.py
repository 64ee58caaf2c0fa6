"""Files: what they say they are, seen where their record is seen, complete on disk or not at all."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pandeng.access.models import User
from pandeng.core.errors import DomainError, NotFound
from pandeng.demo.facts import OFFICE_TIME
from pandeng.domain.attachments import actions, queries, rules, storage
from pandeng.domain.attachments.models import Attachment
from pandeng.domain.attachments.storage import path_of
from pandeng.domain.demands.models import Demand
from pandeng.domain.teams.queries import scope_for

NOW = datetime(2022, 7, 4, 9, 0, tzinfo=OFFICE_TIME)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(64)
PDF = b"%PDF-1.7\n" + bytes(200)


@pytest.fixture
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def word() -> bytes:
    made = io.BytesIO()
    docx.Document().save(made)
    return made.getvalue()


def macro() -> bytes:
    made = io.BytesIO(word())
    with zipfile.ZipFile(made, "a") as zipped:
        zipped.writestr("word/vbaProject.bin", b"x")
    return made.getvalue()


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("证明.pdf", PDF, "application/pdf"), ("照片.PNG", PNG, "image/png"),
     ("报告.docx", word(), f"{rules.OFFICE}wordprocessingml.document"),
     ("旧表.xls", rules.OLE + bytes(600), "application/vnd.ms-excel")],
)  # fmt: skip
def test_a_file_that_is_what_it_says_is_taken(name, content, kind):
    assert rules.content_type(name, io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [("a.pdf", PNG, "不是PDF文件"), ("a.png", PDF, "不是PNG文件"), ("a.docx", PDF, "不是DOCX文件"),
     ("a.xlsx", word(), "不是XLSX文件"), ("a.docx", macro(), "不是DOCX文件"),
     ("a.doc", word(), "不是DOC文件"), ("a.exe", b"MZ", "不收“a.exe”"), ("a.svg", b"<svg/>", "不收"),
     ("a.html", b"<script>", "不收"), ("a.pdf", b"", "不是PDF文件")],
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused(name, content, sentence):
    with pytest.raises(DomainError, match=sentence):
        rules.content_type(name, io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "plain"),
    [("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\temp\\图 1.png", "图 1.png"), ("a\x00\nb.pdf", "ab.pdf"),
     ("", "file"), ("长" * 300 + ".pdf", "长" * 116 + ".pdf")],
)  # fmt: skip
def test_names_lose_folders_and_control_characters(name, plain):
    assert rules.plain_name(name) == plain


def test_a_file_is_on_disk_under_a_random_name_and_once(office, folder):
    demand = Demand.objects.first()
    made = actions.attach(demand, file("证明.pdf", PDF), by=office, now=NOW)
    assert path_of(made.stored).read_bytes() == PDF
    assert "证明" not in str(path_of(made.stored))
    again = actions.attach(demand, file("同一份.pdf", PDF), by=office, now=NOW)
    assert again == made
    assert len([p for p in folder.rglob("*") if p.is_file()]) == 1


def test_a_record_that_fails_takes_its_file_with_it(office, folder, monkeypatch):
    monkeypatch.setattr(actions, "Change", None)
    with pytest.raises(TypeError):
        actions.attach(Demand.objects.first(), file("a.pdf", PDF), by=office, now=NOW)
    assert [p for p in folder.rglob("*") if p.is_file()] == []


def test_a_full_disk_is_said_and_leaves_nothing(office, folder, monkeypatch):
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    with pytest.raises(DomainError, match="磁盘空间不足"):
        actions.attach(Demand.objects.first(), file("a.pdf", PDF), by=office, now=NOW)
    assert [p for p in folder.rglob("*") if p.is_file()] == []
    assert not Attachment.objects.exists()


def test_too_large_and_empty_files_are_refused(office, folder, settings):
    settings.ATTACHMENT_BYTES = 100
    with pytest.raises(DomainError, match="超过"):
        actions.attach(Demand.objects.first(), file("a.pdf", PDF), by=office, now=NOW)
    with pytest.raises(DomainError, match="空文件"):
        actions.attach(Demand.objects.first(), file("a.pdf", b""), by=office, now=NOW)


def test_whoever_sees_the_record_sees_its_files_and_nobody_else(jining, folder):
    contact = scope_for(User.objects.get(username="enterprise"), on=NOW.date())
    foreign = Demand.objects.exclude(enterprise_id__in=contact.enterprises)[0]
    office = scope_for(User.objects.get(username="staff"), on=NOW.date())
    made = actions.attach(foreign, file("a.pdf", PDF), by=office, now=NOW)
    assert queries.find(office, made.stored) == made
    with pytest.raises(NotFound):
        queries.find(contact, made.stored)
    with pytest.raises(NotFound):
        actions.attach(foreign, file("b.pdf", PDF + b"b"), by=contact, now=NOW)


def test_pages_take_a_file_and_give_it_back_without_scripts(signed_in, folder):
    client: Client = signed_in("staff")
    demand = Demand.objects.filter(status="handling").first()
    at = f"/files/demand/{demand.pk}/"
    sent = client.post(at, {"file": file("照片.png", PNG), "next": f"/demands/{demand.pk}/"})
    assert (sent.status_code, sent["Location"]) == (302, f"/demands/{demand.pk}/")
    made = Attachment.objects.get()
    got = client.get(f"/files/{made.stored}/")
    assert b"".join(got.streaming_content) == PNG
    assert "sandbox" in got["Content-Security-Policy"]
    assert got["X-Content-Type-Options"] == "nosniff"
    page = client.post(at, {"file": file("坏.pdf", PNG), "next": "/"}, follow=True)
    assert "不是PDF文件" in page.content.decode()
    assert client.post("/files/nothing/1/", {}).status_code == 404
    stranger = signed_in("other")
    assert stranger.get(f"/files/{made.stored}/").status_code == 404


def test_what_was_taken_away_is_not_shown_but_kept(office, folder):
    demand = Demand.objects.first()
    made = actions.attach(demand, file("a.pdf", PDF), by=office, now=NOW)
    actions.remove(made, why="传错了", by=office, now=NOW)
    assert not queries.files_of(office, demand).exists()
    assert Path(path_of(made.stored)).exists()
