"""The parameters of the API: shape and limits. What they mean is looked up in `wanted`."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from yui.lib.clock import JST

_MOMENT = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:[T ](?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?"
    r"(?P<zone>Z|[+\- ][0-9]{2}:?[0-9]{2})?)?"
)
_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def read_moment(text: object) -> datetime:
    """This function will read a day or a moment (RFC 3339); without a zone it is Japanese time.

    A plus sign that came as a space, as query strings often do, is one.
    Raises: PydanticCustomError.
    """
    match = _MOMENT.fullmatch(text) if isinstance(text, str) else None
    found = _moment(match) if match else None
    if found is None or not _FIRST <= found <= _LAST:
        raise PydanticCustomError("moment", "not a moment between 1900 and 2200")
    return found


def _moment(match: re.Match[str]) -> datetime | None:
    zone = (match["zone"] or "").replace(" ", "+").replace("Z", "+00:00")
    try:
        read = datetime.fromisoformat(f"{match['day']}T{match['clock'] or '00:00'}{zone}")
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=JST)


Moment = Annotated[datetime, BeforeValidator(read_moment)]


class Paging(Schema):
    """This schema will hold which page of a list is asked for."""

    page: int = Field(1, ge=1, le=1_000_000, description="何ページ目か。1から数えます。")
    per_page: int = Field(50, ge=1, le=200, description="1ページの件数。200件までです。")


class Searching(Paging):
    """This schema will hold words that must all occur."""

    search: str = Field(
        "",
        max_length=100,
        description="ことば。空白で区切ると、すべてをふくむものだけになります。",
    )


class Listing(Searching):
    """This schema will hold the conditions every list of records takes; all must fit."""

    taxonomy_term_id: UUID | None = Field(None, description="この分類のついたものだけ。")
    taxonomy_id: UUID | None = Field(None, description="この分類表のどれかがついたものだけ。")
    area_code: str = Field(
        "",
        pattern=r"^(?:[0-9]{2}|[0-9]{5,6})?$",
        description="全国地方公共団体コード（2桁、5桁、6桁）。その地域の一覧だけ。",
    )
    modified_after: Moment | None = Field(
        None,
        description="この日時か、その後に変わったものだけ。例: 2026-11-01T00:00:00+09:00",
    )


class ServicesAsked(Listing):
    """This schema will hold the parameters of /services."""

    organization_id: UUID | None = Field(None, description="この団体のものだけ。")
    minimal: bool = Field(False, description="ID、名前、状態、更新日時だけを返します。")
    full: bool = Field(False, description="ぶら下がる情報もすべて返します。")
    format: Literal["json", "ndjson"] = Field(
        "json", description="ndjson は、ページに分けずに1行1件ですべて流します。"
    )


class OrganizationsAsked(Listing):
    """This schema will hold the parameters of /organizations."""

    full: bool = Field(False, description="電話、番号、分類、サービスの名前も返します。")
    full_service: bool = Field(False, description="サービスのすべての情報も返します。")


class OrganizationAsked(Schema):
    """This schema will hold the parameters of /organizations/{id}."""

    full_service: bool = Field(False, description="サービスのすべての情報も返します。")


class LocationsAsked(Listing):
    """This schema will hold the parameters of /locations."""

    organization_id: UUID | None = Field(None, description="この団体のサービスがある場所だけ。")


class PlacesAsked(Listing):
    """This schema will hold the parameters of /service_at_locations."""

    organization_id: UUID | None = Field(None, description="この団体のものだけ。")
    postcode: str = Field(
        "",
        max_length=12,
        description="郵便番号。そこまで来るもの、または同じ市区町村の場所にあるもの。",
    )
    proximity: int | None = Field(
        None, ge=1, le=20_000, description="郵便番号の町からの距離（メートル）。20,000 まで。"
    )
    full: bool = Field(False, description="ぶら下がる情報もすべて返します。")


class TermsAsked(Searching):
    """This schema will hold the parameters of /taxonomy_terms."""

    taxonomy_id: UUID | None = Field(None, description="この分類表のものだけ。")
    parent_id: UUID | None = Field(None, description="この分類のすぐ下にあるものだけ。")
    top_only: bool = Field(False, description="いちばん上の分類だけ。")


class NothingAsked(Schema):
    """This schema will hold no parameter at all."""
