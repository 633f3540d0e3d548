"""The WSGI application that granian or gunicorn serves."""

import gc
import multiprocessing
import os

from django.core.wsgi import get_wsgi_application

from yui.config.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yui.config.settings")
# A web process whose server was killed would go on holding the port.
if (_server := multiprocessing.parent_process()) is not None and _server.pid is not None:
    die_with_parent(_server.pid)
application = get_wsgi_application()


def _warm() -> None:
    """What the first request would wait for: every room's pages, the dictionary, the index.

    Rooms can be imported only once the application stands.
    """
    from django.template.loader import get_template
    from django.urls import get_resolver

    from yui.search.queries import index_folder, warm

    _pages = get_resolver().url_patterns
    get_template("portal/results.jinja")
    warm(index_folder())


def _settle() -> None:
    """What stands now stands for the life of the process: the collector need not walk it again.

    A page leaves no cycles worth looking for every 700 objects; this saves a tenth of its time.
    The rows of a download do: with a later third round three downloads of a large city left 370 MB.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


_warm()
_settle()
