"""The web server's way in."""

import os
from datetime import date

from django.core.wsgi import get_wsgi_application

from pandeng.domain.calendars.shipped import shipped

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pandeng.config.settings")
application = get_wsgi_application()

shipped(date.today().year)  # the first visitor does not wait for the tables of days off
