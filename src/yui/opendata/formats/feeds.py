"""Changes of an area as Atom (RFC 4287), and all pages as sitemaps (sitemaps.org 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from yui.areas.queries import AreaInfo
from yui.directory.queries import OpenService, service_url
from yui.directory.queries.open_selection import OpenAddress
from yui.opendata.formats.catalogue import LICENCE_NAME
from yui.opendata.formats.parts import moment

PART: Final = 50_000
# A sitemap index holds no more either (sitemaps.org).
MOST_PARTS: Final = 50_000
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SITEMAPS: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
# Atom wants a time even where nothing ever changed; a fixed one keeps equal feeds equal.
_NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


def atom_file(area: AreaInfo, services: Iterable[OpenService], site: str) -> bytes:
    """This function will return the feed of the services of an area that changed last."""
    found = list(services)
    updated = max((service.modified_at for service in found), default=_NEVER)
    own = f"{site}/opendata/{area.jis}/changes.atom"
    lines = [
        f'{_HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">',
        f"<id>{escape(own)}</id>",
        f"<title>{_text(area.full_name)} 手助けの一覧の変更</title>",
        f"<updated>{moment(updated)}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f'<link rel="alternate" href={quoteattr(f"{site}/opendata/{area.jis}/")}/>',
        f"<author><name>結 Yui</name></author><rights>{LICENCE_NAME}</rights>",
        *(_entry(service, site) for service in found),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def sitemap_index_file(parts: int, site: str) -> bytes:
    """This function will return the index of the sitemaps: part 0 for towns, then services."""
    items = [
        f"<sitemap><loc>{escape(f'{site}/opendata/sitemap-{number}.xml')}</loc></sitemap>\n"
        for number in range(parts + 1)
    ]
    return f"{_HEAD}<sitemapindex {_SITEMAPS}>\n{''.join(items)}</sitemapindex>\n".encode()


def towns_sitemap_file(areas: Iterable[AreaInfo], site: str) -> Iterator[bytes]:
    """This function will yield the sitemap of the pages of municipalities."""
    yield from _urls((f"{site}/{area.jis}/", None) for area in areas)


def services_sitemap_file(addresses: Iterable[OpenAddress], site: str) -> Iterator[bytes]:
    """This function will yield a sitemap of pages of services, at most 50,000."""
    yield from _urls((site + service_url(each.short_code), each.modified_at) for each in addresses)


def _urls(pages: Iterable[tuple[str, datetime | None]]) -> Iterator[bytes]:
    yield f"{_HEAD}<urlset {_SITEMAPS}>\n".encode()
    for address, modified_at in pages:
        last = f"<lastmod>{moment(modified_at)}</lastmod>" if modified_at else ""
        yield f"<url><loc>{escape(address)}</loc>{last}</url>\n".encode()
    yield b"</urlset>\n"


def _entry(service: OpenService, site: str) -> str:
    page = site + service_url(service.short_code)
    changed = moment(service.modified_at)
    credit = service.source.credit if service.source else ""
    rights = f"<rights>{_text(credit)}</rights>" if credit else ""
    return (
        f"<entry><id>urn:uuid:{service.id}</id><title>{_text(service.name)}</title>"
        f"<updated>{changed}</updated><link href={quoteattr(page)}/>"
        f'<link rel="alternate" type="application/json" '
        f"href={quoteattr(f'{site}/opendata/hsds/services/{service.id}')}/>"
        f"<summary>{_text(service.summary or service.description[:200])}</summary>{rights}</entry>"
    )


def _text(text: str) -> str:
    """XML 1.0 has no control letters, not even escaped ones."""
    return escape("".join(letter for letter in text if letter >= " " or letter in "\n\t"))
