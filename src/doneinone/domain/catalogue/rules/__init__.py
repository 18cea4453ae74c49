"""
Definitions: what a hub and its services are, and what they mean for answers.

Pure rules without database or clock. Read `check_hub` for files, `check_answers` for what people
send, `assess` for what follows, `show` for how answers are read, `changed_results` before a new
version, `answers_schema` for clients.
"""

from doneinone.domain.catalogue.rules.answers import clean, missing
from doneinone.domain.catalogue.rules.bundles import HubBundle, check_hub, find_packs
from doneinone.domain.catalogue.rules.checked_answers import Checked, check_answer, check_answers
from doneinone.domain.catalogue.rules.checking import untranslated
from doneinone.domain.catalogue.rules.evaluating import Assessment, Routing, assess
from doneinone.domain.catalogue.rules.examples import (
    ChangedResult,
    ExampleResult,
    changed_results,
    run_examples,
)
from doneinone.domain.catalogue.rules.forms import FORM_PARTS, answer_from_form
from doneinone.domain.catalogue.rules.hubs import Agency, Brand, HubDefinition, Team, Theme
from doneinone.domain.catalogue.rules.loading import Mistake
from doneinone.domain.catalogue.rules.published import (
    answers_schema,
    hub_schema,
    service_schema,
    write_schemas,
)
from doneinone.domain.catalogue.rules.questions import QUESTION_TYPES, GroupQuestion, QuestionBase
from doneinone.domain.catalogue.rules.refusals import UnableToTakeAnswer
from doneinone.domain.catalogue.rules.schema import (
    CLOSED,
    DEFAULT_MESSAGES,
    Outcome,
    Route,
    ServiceDefinition,
    Stage,
    Standard,
)
from doneinone.domain.catalogue.rules.showing import show
from doneinone.domain.catalogue.rules.texts import Duration, OpeningHours, Text

__all__ = [
    "CLOSED",
    "DEFAULT_MESSAGES",
    "FORM_PARTS",
    "QUESTION_TYPES",
    "Agency",
    "Assessment",
    "Brand",
    "ChangedResult",
    "Checked",
    "Duration",
    "ExampleResult",
    "GroupQuestion",
    "HubBundle",
    "HubDefinition",
    "Mistake",
    "OpeningHours",
    "Outcome",
    "QuestionBase",
    "Route",
    "Routing",
    "ServiceDefinition",
    "Stage",
    "Standard",
    "Team",
    "Text",
    "Theme",
    "UnableToTakeAnswer",
    "answer_from_form",
    "answers_schema",
    "assess",
    "changed_results",
    "check_answer",
    "check_answers",
    "check_hub",
    "clean",
    "find_packs",
    "hub_schema",
    "missing",
    "run_examples",
    "service_schema",
    "show",
    "untranslated",
    "write_schemas",
]
