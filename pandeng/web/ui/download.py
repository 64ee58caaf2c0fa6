"""A file that is made for one person: saved by the browser, kept by nobody on the way."""

from pathlib import PurePath

from django.http import HttpResponse
from django.utils.http import content_disposition_header

OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".csv": "text/csv; charset=utf-8",
}


def download(data: bytes, name: str) -> HttpResponse:
    """The answer that holds a file; its kind follows from the end of its name."""
    response = HttpResponse(data, content_type=CONTENT_TYPES[PurePath(name).suffix])
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
