"""The WSGI entry, named by its import string; it works on the list of jobs beside when it was asked to."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jalon.settings")
application = get_wsgi_application()

if os.environ.get("JALON_WORKER") == "1":
    from jalon.web.jobs.warming import warm_all
    from jalon.web.jobs.worker import run

    threading.Thread(target=warm_all, name="warm", daemon=True).start()
    threading.Thread(target=run, args=(threading.Event(),), name="jobs", daemon=True).start()
