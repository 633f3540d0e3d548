"""The large-type list of 300 services: our press against WeasyPrint, both in cold processes.

    python benchmarks/list_pdf.py [--services 300] [--runs 5] [--data DIR --area 90100]
        [--out benchmarks/results/list_pdf.md]

Both peers get the same 300 invented services and set the same sheet (A4, the same fonts, the same
sizes, memo boxes, bottom box with QR code on the first page and without on later ones, foot with
pages). Every run is a process of its own: interpreter, library, fonts, PDF. The runs of the two
alternate, so that both meet the same load.

With `--data` and `--area` the whole address is timed too, in fresh processes that have loaded the
product and answered nothing yet: search, database, consent, PDF.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.config.settings")
os.environ.setdefault("YUI_DATA", tempfile.mkdtemp(prefix="yui-bench-"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import django

django.setup()

from yui.booklets.formats import pdf as product  # noqa: E402
from yui.booklets.formats import press  # noqa: E402
from yui.booklets.queries import Entry, ListSheet, MainNumber, Sheet, Way  # noqa: E402
from yui.directory.engine.freshness import FreshnessState  # noqa: E402
from yui.directory.queries import FreshnessLine  # noqa: E402
from yui.lib.qr import qr_svg  # noqa: E402

_KINDS = ("買い物いっしょ便", "お茶の間", "いきいき体操", "ごみ出し助け隊", "お弁当の宅配")
_LINES = (
    "週に1回、近所の人が車で家まで迎えに来ます。店ではいっしょに歩きます。",
    "集会所でお茶を飲みながら、好きな時間まで話せます。",
    "いすに座ってできる体操を、みんなで30分します。",
)
_WEASY = """
import sys, weasyprint
page = weasyprint.HTML(string=sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(page.write_pdf())
"""
_SERVED = """
import json, resource, sys, time
import django
django.setup()
import yui.config.urls
from django.test import Client
def clocks():
    spent = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(each.ru_utime + each.ru_stime for each in spent)
runs = []
for _request in range(2):
    began = clocks()
    made = Client(HTTP_HOST="127.0.0.1").get("/booklets/list.pdf?area=" + sys.argv[1])
    assert made.status_code == 200, made.status_code
    runs.append([after - before for before, after in zip(began, clocks())] + [len(made.content)])
print(json.dumps(runs))
"""
# Floats and tables: flexible boxes and grids take WeasyPrint several times as long.
_CSS = """
@page {
  size: A4; margin: 12mm 16mm 42mm 20mm;
  @bottom-center { content: element(later); width: 100% }
}
@page :first { margin-bottom: 58mm; @bottom-center { content: element(foot); width: 100% } }
body { font: 14pt/1.55 "BIZ UDPGothic", "Noto Sans CJK JP"; margin: 0 }
h1 { font-size: 26pt; line-height: 1.2; border-bottom: 2.5pt solid; margin: 0 }
h2 { font-size: 17pt; line-height: 1.3; margin: 0 }
.one { break-inside: avoid; border-bottom: .75pt solid; padding: 3.6mm 0; overflow: hidden }
.about { float: left; width: 92mm }
.call { float: right; width: 78mm; line-height: 1.25 }
p { margin: 0 }
.fact { line-height: 1.3; padding-left: 12.5mm; text-indent: -12.5mm }
.fact b { display: inline-block; width: 12.5mm; text-indent: 0 }
.phone { font-size: 24pt; font-weight: bold }
.memo { border: .75pt solid; height: 14mm }
#foot { position: running(foot); text-align: left }
#later { position: running(later); text-align: left }
#later .box { height: 17mm }
.box { border: 2.5pt solid; height: 32mm; padding: 2.5mm 5mm }
.box svg { width: 28mm; float: right }
.main { font-size: 28pt; font-weight: bold; line-height: 1.1 }
.pages::after { content: counter(page) " / " counter(pages) }
"""


@dataclass(frozen=True, slots=True)
class Run:
    """This value will hold one run: seconds on the wall, seconds of processor, bytes of PDF."""

    wall_s: float
    cpu_s: float
    size: int


def made_up(services: int) -> ListSheet:
    """This function will return a list of invented services; every text differs a little."""
    entries = tuple(
        Entry(
            name=f"見本{number}区 {_KINDS[number % 5]}",
            kana="",
            summary=_LINES[number % 3],
            status="",
            is_paused=False,
            paused="",
            ways=(Way("電話", f"000-555-{number:04}", "月曜〜金曜 9時〜16時"),),
            facts=(
                ("どこ", f"見本第{number}集会所（川辺{number}丁目{number % 30}番）"),
                ("いつ", "毎週火曜 9時30分〜11時30分"),
                ("お金", f"1回 {100 + number}円（燃料代）"),
            ),
            freshness=FreshnessLine(
                "2026年11月10日に見本市が電話で確かめました",
                FreshnessState.FRESH,
                date(2026, 11, 10),
            ),
            organization_name="見本の会",
            area_name="見本市",
            sphere_name="",
            short_code="7KQ2M9XD",
        )
        for number in range(services)
    )
    sheet = Sheet(
        title="買い物の手助け",
        place="見本市",
        tab="",
        main=MainNumber(
            "見本市 地域包括支援センター", "000-555-0120", "月曜〜金曜 8時30分〜17時15分"
        ),
        printed_date=date(2026, 11, 24),
        publisher="",
        is_sample=True,
        address="/90100/search/?trouble=shopping",
        opens="この一覧",
        home="/90100/",
        prefix="",
    )
    return ListSheet(sheet, entries, "かたよらないように並べています。", services, services, 0)


def as_html(found: ListSheet) -> str:
    """This function will write the same sheet for the peer."""
    sheet = found.sheet
    code = qr_svg("https://yui.example.jp" + sheet.address, title="この一覧")
    foot = "".join(
        f'<div id="{name}"><div class="box">{picture}<b>迷ったら、ここに電話してください</b>'
        f'<p class="main">{sheet.main.number}</p>{sheet.main.who} {sheet.main.hours}'
        f'</div>2026年11月24日に印刷 <span class="pages"></span></div>'
        for name, picture in (("foot", code), ("later", ""))
    )
    body = "".join(_one(entry) for entry in found.entries)
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>{sheet.title}</title>'
        f"<style>{_CSS}</style>{foot}<h1>{sheet.title}</h1>{body}</html>"
    )


def _one(entry: Entry) -> str:
    facts = "".join(
        f'<p class="fact"><b>{label}</b>{html.escape(text)}</p>' for label, text in entry.facts
    )
    way = entry.ways[0]
    return (
        f'<div class="one"><div class="about"><h2>{html.escape(entry.name)}</h2>'
        f"<p>{entry.summary}</p>{facts}</div>"
        f'<div class="call">電話 {way.hours}<p class="phone">{way.value}</p><p>{entry.checked}</p>'
        f'<div class="memo">メモ</div></div></div>'
    )


def timed_press(found: ListSheet) -> Run:
    """This function will set our list, in the child process that the product uses."""
    began = _clocks()
    made = product.list_pdf(found, base_url="https://yui.example.jp", has_memo=True)
    return _run_since(began, made)


def timed_peer(page: bytes) -> Run:
    """This function will set the peer's list in a process of its own."""
    began = _clocks()
    done = subprocess.run(
        [sys.executable, "-c", _WEASY], input=page, capture_output=True, check=True
    )
    return _run_since(began, done.stdout)


def timed_served(data: Path, area: str) -> tuple[Run, Run]:
    """This function will fetch a list twice from a fresh process: its first answer, its second."""
    done = subprocess.run(
        [sys.executable, "-c", _SERVED, area],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "YUI_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path[:1])},
    )
    first, second = json.loads(done.stdout.splitlines()[-1])
    return Run(*first), Run(*second)


def _clocks() -> tuple[float, float]:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), spent.ru_utime + spent.ru_stime


def _run_since(began: tuple[float, float], made: bytes) -> Run:
    wall_s, cpu_s = (after - before for before, after in zip(began, _clocks(), strict=True))
    return Run(wall_s, cpu_s, len(made))


def main() -> None:
    """This function will print the medians of both, and write them down when asked."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--services", type=int, default=300)
    reader.add_argument("--runs", type=int, default=5)
    reader.add_argument("--data", type=Path)
    reader.add_argument("--area", default="90100")
    reader.add_argument("--out", type=Path)
    asked = reader.parse_args()
    found = made_up(asked.services)
    page = as_html(found).encode()
    press._LONGEST_S = 600.0
    ours, peer = [], []
    for _run in range(asked.runs):
        ours.append(timed_press(found))
        peer.append(timed_peer(page))
    rows = [_row("our press", ours), _row("WeasyPrint", peer)]
    if asked.data:
        served = [timed_served(asked.data, asked.area) for _run in range(asked.runs)]
        rows.append(_row("whole address, first answer of a process", [one for one, _two in served]))
        rows.append(_row("whole address, second answer", [two for _one, two in served]))
    text = _report(asked.services, asked.runs, rows)
    print(text)
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")


def _row(name: str, runs: list[Run]) -> str:
    wall_s, cpu_s = (
        sorted(each) for each in zip(*((r.wall_s, r.cpu_s) for r in runs), strict=True)
    )
    return (
        f"| {name} | {statistics.median(wall_s):.2f} | {wall_s[0]:.2f} "
        f"| {statistics.median(cpu_s):.2f} | {cpu_s[0]:.2f} | {runs[0].size // 1000:,} |"
    )


def _report(services: int, runs: int, rows: list[str]) -> str:
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    lines = (
        "# List on paper",
        "",
        f"`python benchmarks/list_pdf.py`, {date.today():%Y-%m-%d}: {services} services in large"
        f" type with memo boxes, {runs} runs each in fresh processes, the two alternating.",
        f"Machine: {os.cpu_count()} processors, load average {load} (1, 5, 15 minutes) at the end."
        " Above 1 other work was running: processor time says what the work itself takes.",
        "",
        "| what | wall s, median | least | processor s, median | least | kB |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows,
        "",
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
