"""What made a run: the program, the machine, and the build of a CI server that it was part of."""

from __future__ import annotations

import platform
from importlib.metadata import version
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from cucumber_messages import Ci, Git, Meta, Product

if TYPE_CHECKING:
    from collections.abc import Mapping

IMPLEMENTATION: Final = "hup-e2e"


def meta(environ: Mapping[str, str]) -> Meta:
    return Meta(
        protocol_version=version("cucumber-messages"),
        implementation=Product(name=IMPLEMENTATION),
        runtime=Product(name=platform.python_implementation(), version=platform.python_version()),
        os=Product(name=platform.system() or "unknown", version=platform.release() or None),
        cpu=Product(name=platform.machine() or "unknown"),
        ci=_ci(environ),
    )


def _ci(environ: Mapping[str, str]) -> Ci | None:
    """Return the build, from what the three servers whose variables we know say about themselves."""
    get = environ.get
    if get("GITHUB_ACTIONS"):
        repository = f"{get('GITHUB_SERVER_URL', '')}/{get('GITHUB_REPOSITORY', '')}"
        is_tag = get("GITHUB_REF_TYPE") == "tag"
        return Ci(
            name="GitHub Actions",
            url=f"{repository}/actions/runs/{get('GITHUB_RUN_ID', '')}",
            build_number=get("GITHUB_RUN_ID"),
            git=_git(
                f"{repository}.git",
                get("GITHUB_SHA"),
                branch=None if is_tag else get("GITHUB_HEAD_REF") or get("GITHUB_REF_NAME"),
                tag=get("GITHUB_REF_NAME") if is_tag else None,
            ),
        )
    if get("GITLAB_CI"):
        return Ci(
            name="GitLab",
            url=get("CI_JOB_URL"),
            build_number=get("CI_JOB_ID"),
            git=_git(
                f"{get('CI_PROJECT_URL', '')}.git",
                get("CI_COMMIT_SHA"),
                branch=get("CI_COMMIT_BRANCH"),
                tag=get("CI_COMMIT_TAG"),
            ),
        )
    if get("JENKINS_URL"):
        return Ci(
            name="Jenkins",
            url=get("BUILD_URL"),
            build_number=get("BUILD_NUMBER"),
            git=_git(get("GIT_URL"), get("GIT_COMMIT"), branch=get("GIT_BRANCH"), tag=get("TAG_NAME")),
        )
    return None


def _git(remote: str | None, revision: str | None, *, branch: str | None, tag: str | None) -> Git | None:
    if not remote or not revision:
        return None
    return Git(remote=_without_credentials(remote), revision=revision, branch=branch or None, tag=tag or None)


def _without_credentials(remote: str) -> str:
    parts = urlsplit(remote)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if parts.scheme else remote
