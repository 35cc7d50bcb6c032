"""The roof: what reaches every app."""

from importlib import import_module

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import import_string

from newsroom.lib import dates


class NewsroomConfig(AppConfig):
    """Registers the roof; after `migrate`, makes what the tables need besides themselves."""

    name = "newsroom"

    def ready(self) -> None:
        import_module("newsroom.checks")
        import_module("newsroom.service_checks")
        dates.write_first_of_month()
        # The signal comes for apps with models only; this is the last of them, so all permissions are there.
        post_migrate.connect(prepare_database, sender=apps.get_app_config("comments"))
        pre_migrate.connect(lift_guards, sender=apps.get_app_config("comments"))


def lift_guards(using: str, plan: list[object], **_: object) -> None:
    """Let the migrations of the plan make tables anew, which SQLite cannot where a trigger names two of them."""
    if plan:
        import_string("newsroom.guards.remove")(connections[using])
        import_string("newsroom.page_changes.remove")(connections[using])


def prepare_database(using: str, **_: object) -> None:
    """Make what no migration does, safe to run again.

    The cache, the groups, the first charter and ladder, the guards, the search, and the watch over what pages show.
    """
    call_command("createcachetable", database=using, verbosity=0)
    # By name: this module is read before models can be.
    import_string("newsroom.groups.bring_up_to_date")(using)
    if apps.get_model("comments", "Charter").objects.install_first(using):
        # With the first charter alone: a paper that emptied its ladder is not given another.
        apps.get_model("comments", "LadderStep").objects.install_first(using)
    import_string("newsroom.guards.install")(connections[using])
    import_string("newsroom.search_indexes.install")(connections[using])
    import_string("newsroom.page_changes.install")(connections[using])
