"""The addresses that machines ask for, without any page that leads there."""

from django.urls import path

from newsroom import icons, robots, security_txt

urlpatterns = [
    path("favicon.ico", icons.favicon, name="favicon"),
    path("manifest.webmanifest", icons.manifest, name="manifest"),
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
]
