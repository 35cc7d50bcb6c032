"""The WSGI application: finished files outside, then finished pages, the paper inside."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from newsroom import files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_paper = get_wsgi_application()
# By name: it is made of models, which are there only now.
_with_pages = import_string("newsroom.page_cache.over")(_paper)
_with_static = files.static(_with_pages, settings.STATIC_ROOT, settings.STATIC_URL)
if settings.MEDIA_STORAGE_URL:
    application = import_string("newsroom.stored_files.over")(_with_static, settings.MEDIA_URL)
else:
    application = files.media(_with_static, settings.MEDIA_ROOT, settings.MEDIA_URL)
