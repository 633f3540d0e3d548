"""The WSGI application that granian or gunicorn serves."""

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
    """Rooms can be imported only once the application stands."""
    from yui.search.queries import index_folder, warm

    warm(index_folder())


_warm()
