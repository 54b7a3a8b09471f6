"""Answers for employees: two collections of questions, and help with what is technical."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def show(request: HttpRequest, page: str) -> HttpResponse:
    """One of the pages in ``templates/help``."""
    return render(request, f"help/{page}.html")
