"""The two peers of results_page.py as WSGI applications; each lives in processes of its own."""

from __future__ import annotations

import os
import types
from typing import Any

# The results page's own part in the language of Django's templates: fields, cards, pages.
_PAGE = """{{ before }}<h1>{{ frame.title }}</h1>
<div class="conditions"><div class="conditions__bar"><span>{{ panel.summary }}</span>
<a class="link link--strong" href="#conditions">条件を変える</a></div>
<form class="conditions__form" id="conditions" action="{{ action }}" method="get">
{% for field in panel.always %}{% include field_template %}{% endfor %}
<details class="conditions__more"{% if panel.is_more_open %} open{% endif %}>
<summary>もっと条件をつける</summary>
{% for field in panel.more %}{% include field_template %}{% endfor %}</details>
<button class="button" type="submit">変えてさがす</button></form></div>
<p class="count"><strong id="count">{{ answer.total }}</strong>件あります</p><div id="found">
<ol class="results" id="results">{% for card in cards %}
<li class="card"><p class="card__status">{{ card.status.label }}</p>
<h2><a class="link" href="{{ card.href }}">{{ card.name }}</a></h2><p>{{ card.line }}</p>
{% if card.phone %}<a class="phone" href="{{ card.phone.href }}"><span>電話</span>
<strong>{{ card.phone.number }}</strong>{% if card.phone.hours %}<span>{{ card.phone.hours }}</span>
{% endif %}</a>{% endif %}
<dl>{% for fact in card.facts %}<dt>{{ fact.label }}</dt>
{% for line in fact.lines %}<dd>{{ line }}</dd>{% endfor %}{% endfor %}</dl>
<ul>{% for tag in card.tags %}<li>{{ tag }}</li>{% endfor %}</ul>
<p class="checked">{{ card.checked.sentence }}</p>
{% if card.action %}<a class="button" href="{{ card.action.href }}">{{ card.action.label }}</a>
{% endif %}</li>{% endfor %}</ol>
<nav>{% for each in pages|slice:":7" %}<a href="{{ each }}">{{ forloop.counter }}</a>{% endfor %}
</nav>
<p class="meta">{{ rule }}掲載は推奨ではありません。</p>
<div class="buttons">{% for link in print_links %}<a href="{{ link.href }}">{{ link.label }}</a>
{% endfor %}</div></div>{{ after }}"""
_FIELD = """{% if field.kind == "text" %}<label>{{ field.label }}
<input name="{{ field.name }}" value="{{ field.value }}"></label>
{% elif field.kind == "select" %}<label>{{ field.label }}<select name="{{ field.name }}">
{% for choice in field.choices %}<option value="{{ choice.value }}"
{% if choice.value == field.value %} selected{% endif %}>{{ choice.label }}</option>{% endfor %}
</select></label>{% else %}<fieldset><legend>{{ field.label }}</legend>
{% for choice in field.choices %}
<label><input type="checkbox" name="{{ field.name }}" value="{{ choice.value }}"
{% if choice.value in field.values %} checked{% endif %}>{{ choice.label }}</label>{% endfor %}
</fieldset>{% endif %}"""


def __getattr__(name: str) -> Any:
    """The server asks for one application; the other one's settings are never read."""
    makers = {"hello": _hello, "django_templates": _django_templates}
    if name not in makers:
        raise AttributeError(name)
    return makers[name]()


def _hello() -> Any:
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import re_path

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("hello")

    urls = types.ModuleType("hello_urls")
    urls.urlpatterns = [re_path("", view)]  # type: ignore[attr-defined]
    settings.configure(
        ALLOWED_HOSTS=["*"],
        MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
        ROOT_URLCONF=urls,
        SECRET_KEY=os.urandom(20).hex(),
    )
    return get_wsgi_application()


def _django_templates() -> Any:
    """Our application, whose results view draws its values with Django's engine."""
    from yui.config.wsgi import application
    from yui.portal.views import results as view

    def draw(request: Any, name: str, context: dict[str, Any]) -> Any:
        from django.http import HttpResponse

        if "page" not in kept:
            kept.update(_ready(ours(request, name, context).content.decode()))
        values = context | {"field_template": kept["field"], **kept["frame"]}
        return HttpResponse(kept["page"].render(_context(values)))

    ours, kept = view.render, {}
    view.render = draw  # type: ignore[assignment]
    return application


def _ready(page: str) -> dict[str, Any]:
    """The compiled templates, and what stands around the main part as ready text."""
    from django.template import Engine
    from django.utils.safestring import mark_safe

    before, _, rest = page.partition("<h1>")
    _, _, after = rest.rpartition("</main>")
    engine = Engine()
    frame = {"before": mark_safe(before), "after": mark_safe(f"</main>{after}")}
    return {
        "page": engine.from_string(_PAGE),
        "field": engine.from_string(_FIELD),
        "frame": frame,
    }


def _context(values: dict[str, Any]) -> Any:
    from django.template import Context

    return Context(values)
