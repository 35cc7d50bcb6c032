"""Sessions in the database, as Django’s own: each is asked for by a query that is written once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from newsroom.lib.prepared import DATE, TEXT, Prepared, given

LIVING = Prepared(lambda: Session.objects.filter(session_key=given("key", TEXT), expire_date__gt=given("now", DATE)))


# Named as Django's own: what one wrote the other reads.
class SessionStore(db.SessionStore):
    """A session."""

    def _get_session_from_db(self) -> Session | None:
        """Return its row; where there is none, the key that was sent is not taken for a new one."""
        row = LIVING.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
        return row
