"""What a program is told that was refused: one shape for every status.

{"code": "refused", "error": "the sentence for a person", "details": [{"at": "values.name", "said": "…"}]}
"""

from collections.abc import Sequence

from django.http import JsonResponse

CODES = {
    400: "malformed",
    401: "unknown_caller",
    403: "not_allowed",
    404: "not_found",
    405: "wrong_method",
    409: "conflict",
    413: "too_large",
    422: "refused",
    429: "too_often",
    500: "failed",
    503: "busy",
}
Details = Sequence[tuple[str, str]]


def refusal(status: int, sentence: str, details: Details = ()) -> JsonResponse:
    """The answer with this status; `details` are places of what was sent, each with its sentence."""
    told = {
        "code": CODES.get(status, "refused"),
        "error": sentence,
        "details": [{"at": at, "said": said} for at, said in details],
    }
    answer = json_answer(told, status)
    if status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def json_answer(data: object, status: int = 200) -> JsonResponse:
    """A document; Chinese stands in it as it is."""
    return JsonResponse(
        data,
        status=status,
        safe=False,
        json_dumps_params={"ensure_ascii": False},
        content_type="application/json; charset=utf-8",
    )
