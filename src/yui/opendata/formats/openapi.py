"""The schemas and answers of the OpenAPI document, made from the table of fields."""

from __future__ import annotations

from typing import Any, Final

from yui.opendata.formats.fields import (
    ENTITIES,
    OWN_FIELDS,
    PAGE_FIELDS,
    PROBLEM_FIELDS,
    Field,
)

_PLAIN: Final = frozenset({"string", "number", "integer", "boolean", "object"})
_FORMATS: Final = frozenset({"uuid", "uri", "date-time"})
_PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}


def schemas() -> dict[str, Any]:
    """This function will return the component schemas of every noun."""
    found = {entity.name: _object(entity.fields, entity.words) for entity in ENTITIES}
    found["Page"] = _object(PAGE_FIELDS, "1ページ分の一覧")
    found["Problem"] = _object(PROBLEM_FIELDS, "RFC 9457 の問題の説明")
    found["Yui"] = _object(OWN_FIELDS, "結の追加項目")
    return found


def one(entity: str, words: str) -> dict[int, Any]:
    """This function will describe the answers of one record."""
    return _answers({"$ref": f"#/components/schemas/{entity}"}, words) | _not_found()


def many(entity: str, words: str) -> dict[int, Any]:
    """This function will describe the answers of a list."""
    contents = {"type": "array", "items": {"$ref": f"#/components/schemas/{entity}"}}
    page = {
        "allOf": [
            {"$ref": "#/components/schemas/Page"},
            {"type": "object", "properties": {"contents": contents}, "required": ["contents"]},
        ]
    }
    return _answers(page, words)


def details() -> dict[int, Any]:
    """This function will describe the answer that tells about the API itself."""
    names = ("version", "profile", "openapi_url")
    schema = _object(
        tuple(Field(name, "string", name, is_required=True) for name in names), "API のこと"
    )
    return _answers(schema, "API のこと")


def _answers(schema: dict[str, Any], words: str) -> dict[int, Any]:
    return {
        200: {"description": words, "content": {"application/json": {"schema": schema}}},
        304: {"description": "If-None-Match の ETag から変わっていません。"},
        400: _problem("使えないパラメーターがあります。"),
    }


def _not_found() -> dict[int, Any]:
    return {404: _problem("この ID の公開データはありません。")}


def _problem(words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/problem+json": {"schema": _PROBLEM}}}


def _object(fields: tuple[Field, ...], words: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": words,
        "properties": {field.name: _property(field) for field in fields},
        "required": [field.name for field in fields if field.is_required],
    }


def _property(field: Field) -> dict[str, Any]:
    kind = field.type.removesuffix("[]")
    if field.is_ours:
        kind = "Yui"
    if kind in _PLAIN:
        schema: dict[str, Any] = {"type": kind}
    elif kind in _FORMATS:
        schema = {"type": "string", "format": kind}
    else:
        schema = {"$ref": f"#/components/schemas/{kind}"}
    if field.type.endswith("[]"):
        schema = {"type": "array", "items": schema}
    return schema | {"description": field.words}
