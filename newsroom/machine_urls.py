"""The addresses that machines ask for, without any page that leads there."""

from django.urls import path

from newsroom import robots, security_txt

urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path(".well-known/security.txt", security_txt.security_txt, name="security-txt"),
]
