"""Plans in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from newsroom.subscribers.models import Plan


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin[Plan]):
    """What the plans page shows, in its order."""

    list_display = ("name", "printed_price", "period", "offered", "position")
    list_filter = ("offered",)
    prepopulated_fields = {"slug": ("name",)}

    @admin.display(description=_("price"), ordering="price_cents")
    def printed_price(self, plan: Plan) -> str:
        """The price as readers see it."""
        return plan.price
