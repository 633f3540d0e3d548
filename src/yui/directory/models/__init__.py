"""The HSDS 3.1 nouns, with what older people and their helpers need beside them."""

from yui.directory.models.details import (
    Accessibility,
    Contact,
    CostOption,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)
from yui.directory.models.drafts import Draft, Revision
from yui.directory.models.identity import new_short_code
from yui.directory.models.inquiries import Inquiry
from yui.directory.models.keeping import (
    ChangeRequest,
    CountedFile,
    ServiceCheck,
    ServiceUse,
    Slip,
)
from yui.directory.models.organizations import Organization, OrganizationAttribute, Program, Source
from yui.directory.models.places import Location, ServiceAtLocation
from yui.directory.models.same import SamePair
from yui.directory.models.services import Consent, FreshnessLimit, Service, ServiceAttribute

__all__ = [
    "Accessibility",
    "ChangeRequest",
    "Consent",
    "Contact",
    "CostOption",
    "CountedFile",
    "Draft",
    "FreshnessLimit",
    "Inquiry",
    "Location",
    "Organization",
    "OrganizationAttribute",
    "Phone",
    "Program",
    "RequiredDocument",
    "Revision",
    "SamePair",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceAttribute",
    "ServiceCheck",
    "ServiceUse",
    "Slip",
    "Source",
    "new_short_code",
]
