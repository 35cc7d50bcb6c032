"""The addresses of the health answers."""

from django.urls import path

from newsroom import health

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
