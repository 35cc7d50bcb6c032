"""The WSGI application: finished files outside, the paper inside."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom import files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_paper = get_wsgi_application()
_with_static = files.static(_paper, settings.STATIC_ROOT, settings.STATIC_URL)
application = files.media(_with_static, settings.MEDIA_ROOT, settings.MEDIA_URL)
