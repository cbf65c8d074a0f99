"""What is remembered, as tables. Other rooms never touch these: they call the functions by noun beside them."""

from jalon.records.models.answering import CharterTaken, CheckIn, CheckInLink
from jalon.records.models.comparing import ArmCounted
from jalon.records.models.connecting import Connection
from jalon.records.models.counting import Tally
from jalon.records.models.entering import (
    CodeFactor,
    FactorRule,
    OutsideIdentity,
    Passkey,
    PasswordLink,
    RecoveryCode,
    Visit,
)
from jalon.records.models.fitting import CurveFit
from jalon.records.models.importing import DataFileDigest, ImportedLoad, SavedFormat
from jalon.records.models.judging import Backtest
from jalon.records.models.keys import ApiToken, Invitation
from jalon.records.models.meeting import MinuteLine
from jalon.records.models.people import ROLES, Account, AccountManager, Membership, SetupLink, Workspace
from jalon.records.models.planning import PlanRevision
from jalon.records.models.proposing import PlanProposal
from jalon.records.models.publishing import PublishedScorecard, StandingChange
from jalon.records.models.repeating import AnsweredRequest
from jalon.records.models.risking import RiskSignal, RiskStep
from jalon.records.models.sharing import OpenLink, ReportSnapshot
from jalon.records.models.telling import Alert, AlertStep, MailChoice
from jalon.records.models.working import AuditEntry, Job
from jalon.records.models.writing import Immutable, WrittenOnce

__all__ = [
    "ROLES",
    "Account",
    "AccountManager",
    "Alert",
    "AlertStep",
    "AnsweredRequest",
    "ApiToken",
    "ArmCounted",
    "AuditEntry",
    "Backtest",
    "CharterTaken",
    "CheckIn",
    "CheckInLink",
    "CodeFactor",
    "Connection",
    "CurveFit",
    "DataFileDigest",
    "FactorRule",
    "Immutable",
    "ImportedLoad",
    "Invitation",
    "Job",
    "MailChoice",
    "Membership",
    "MinuteLine",
    "OpenLink",
    "OutsideIdentity",
    "Passkey",
    "PasswordLink",
    "PlanProposal",
    "PlanRevision",
    "PublishedScorecard",
    "RecoveryCode",
    "ReportSnapshot",
    "RiskSignal",
    "RiskStep",
    "SavedFormat",
    "SetupLink",
    "StandingChange",
    "Tally",
    "Visit",
    "Workspace",
    "WrittenOnce",
]
