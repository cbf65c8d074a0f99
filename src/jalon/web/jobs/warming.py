"""What the first visitor would wait for, read beforehand: the newest scorecard of a company, its plan, its facts."""

from __future__ import annotations

import logging
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from jalon.assembly import House
from jalon.facts.engine import Fault
from jalon.plan.document import plan_in
from jalon.records import plans, scorecards, workspaces
from jalon.records.workspaces import Workspace

MOST = 4
"""Companies read beforehand: as many as a process keeps."""
_log = logging.getLogger(__name__)


def warm_all() -> None:
    """At the start of a process, beside it."""
    try:
        for workspace in workspaces.every()[:MOST]:
            warm(workspace)
    except (DatabaseError, Fault):
        _log.info("nothing could be read beforehand")
    close_old_connections()


def warm(workspace: Workspace) -> None:
    """One company, after a scorecard was published too: a large plan takes seconds to read."""
    published = scorecards.latest(workspace)
    revision = plans.numbered(workspace, published.plan_revision) if published else plans.latest(workspace)
    if revision is not None:
        plan_in(revision.document)
    if published is not None:
        House(Path(settings.HOME)).engine(workspace).cuts()
