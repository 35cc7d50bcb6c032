"""The WSGI application: finished files outside, the paper inside."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_paper = get_wsgi_application()
# Static files carry their digest in their name and never change; media arrive while the server runs.
_static = WhiteNoise(_paper, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, max_age=31_536_000)
_static.immutable_file_test = lambda path, url: True
application = WhiteNoise(_static, root=settings.MEDIA_ROOT, prefix=settings.MEDIA_URL, autorefresh=True)
