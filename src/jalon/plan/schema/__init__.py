"""The format of the plan as data: its kinds of objects, and the JSON Schema made from them."""

from jalon.plan.schema.json_schema import json_schema
from jalon.plan.schema.kinds import KINDS

__all__ = ["KINDS", "json_schema"]
