"""States, steps, parties and the like in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

_ = tk._
Words = Mapping[str, Callable[[], str]]

STATES: Words = {
    "draft": lambda: _("Draft"),
    "signing": lambda: _("Waits for the own agency's signature"),
    "checking": lambda: _("Waits for the formal check"),
    "submitted": lambda: _("Waits for acceptance"),
    "returned": lambda: _("Returned for supplement"),
    "in_review": lambda: _("In review"),
    "consulting": lambda: _("A third party is consulted"),
    "confirming": lambda: _("Waits for a second decider"),
    "approved": lambda: _("Application approved"),
    "approved_in_part": lambda: _("Approved in part"),
    "refused": lambda: _("Application refused"),
    "delivering": lambda: _("Waits for delivery"),
    "active": lambda: _("Grant in force"),
    "appealed": lambda: _("Under appeal"),
    "withdrawn": lambda: _("Application withdrawn"),
    "expired": lambda: _("Expired"),
    "revoked": lambda: _("Grant revoked"),
    "closed": lambda: _("Application closed"),
}
STEPS: Words = {
    "submit": lambda: _("Submit the application"),
    "sign": lambda: _("Sign"),
    "send_back": lambda: _("Do not sign, send back"),
    "check": lambda: _("Pass the formal check"),
    "accept": lambda: _("Accept the application"),
    "return": lambda: _("Return for supplement"),
    "review": lambda: _("Advise"),
    "consult": lambda: _("Consult a third party"),
    "answer": lambda: _("Enter the third party's answer"),
    "extend_ask": lambda: _("Ask for an extension"),
    "extend": lambda: _("Consent to the extension"),
    "assign": lambda: _("Assign"),
    "remark": lambda: _("Add a remark"),
    "decide": lambda: _("Decide"),
    "confirm": lambda: _("Confirm the decision"),
    "object": lambda: _("Do not confirm"),
    "deliver": lambda: _("Deliver"),
    "withdraw": lambda: _("Withdraw the application"),
    "give_up": lambda: _("Give up access"),
    "renewal_ask": lambda: _("Ask for renewal"),
    "renew": lambda: _("Renew"),
    "revoke": lambda: _("Revoke the grant"),
    "appeal": lambda: _("Appeal"),
    "appeal_decide": lambda: _("Decide on the appeal"),
    "correct": lambda: _("Correct the decision"),
    "use_report_submit": lambda: _("Report on the use"),
    "close": lambda: _("Close the case"),
}
"""What a button says, by the name of the step's action."""
EVENTS: Words = {
    "create": lambda: _("Begun"),
    "submit": lambda: _("Submitted"),
    "sign": lambda: _("Signed by the agency"),
    "send_back": lambda: _("Not signed, sent back"),
    "check": lambda: _("Formal check passed"),
    "accept": lambda: _("Accepted by the provider"),
    "return": lambda: _("Returned for supplement"),
    "advise": lambda: _("Advice given"),
    "consult": lambda: _("A third party was consulted"),
    "answer": lambda: _("The third party has answered"),
    "ask_extension": lambda: _("Extension asked for"),
    "extend": lambda: _("Time extended"),
    "assign": lambda: _("Assigned"),
    "remark": lambda: _("Remark"),
    "approve": lambda: _("Decided: approved"),
    "approve_in_part": lambda: _("Decided: approved in part"),
    "refuse": lambda: _("Decided: refused"),
    "confirm": lambda: _("Decision confirmed"),
    "object": lambda: _("Decision not confirmed"),
    "await": lambda: _("Waits for delivery"),
    "deliver": lambda: _("Delivered"),
    "begin": lambda: _("The grant has begun"),
    "withdraw": lambda: _("Application withdrawn"),
    "give_up": lambda: _("Access given up"),
    "ask_renewal": lambda: _("Renewal asked for"),
    "renew": lambda: _("Grant renewed"),
    "expire": lambda: _("Expired"),
    "revoke": lambda: _("Grant revoked"),
    "appeal": lambda: _("Appeal made"),
    "uphold": lambda: _("Appeal dismissed: the decision stands"),
    "remit": lambda: _("Appeal: the provider has to decide again"),
    "overrule": lambda: _("Appeal granted: approved"),
    "correct": lambda: _("Decision corrected: reviewed again"),
    "escalate": lambda: _("Urged because it is overdue"),
    "report": lambda: _("Report on the use submitted"),
    "close": lambda: _("Application closed"),
}
"""What the history says has happened."""
FIELDS: Words = {
    "purpose": lambda: _("Purpose"),
    "scene": lambda: _("Scene of use"),
    "legal_basis": lambda: _("Legal basis"),
    "security_measures": lambda: _("Security measures"),
    "contact_name": lambda: _("Contact person"),
    "contact_phone": lambda: _("Telephone"),
    "contact_email": lambda: _("E-mail"),
    "agency_id": lambda: _("Applying agency"),
    "handlers": lambda: _("Persons who work with the data"),
    "handler_ids": lambda: _("Persons who work with the data"),
    "datasets": lambda: _("Datasets"),
    "resource_ids": lambda: _("Resources"),
    "items": lambda: _("Data items"),
    "manner": lambda: _("Manner of use"),
    "from_on": lambda: _("Use from"),
    "until_on": lambda: _("Use until and including"),
    "answers": lambda: _("Answers to the provider's questions"),
    "letter": lambda: _("Sealed letter"),
    "evidence": lambda: _("Evidence"),
    "identity": lambda: _("Identity"),
    "kind": lambda: _("Kind of application"),
}
REFUSALS: Words = {
    "purpose_unclear": lambda: _("The purpose is not clear, or does not need these data"),
    "more_than_needed": lambda: _("More is asked for than the purpose needs"),
    "law_forbids": lambda: _("Law or regulation forbids it"),
    "secrecy_or_privacy": lambda: _("State or business secrets, or personal data, would get out"),
    "rights_of_others": lambda: _("It would harm the rights of others"),
    "security_not_enough": lambda: _("The security measures are not enough"),
    "not_held": lambda: _("The provider does not hold these data"),
    "other": lambda: _("Another ground"),
}
"""Grounds of refusal, as the public figures count them."""
WORDS: Mapping[str, Words] = {
    "field": FIELDS,
    "ground": REFUSALS,
    "state": STATES,
    "step": STEPS,
    "event": EVENTS,
    "kind": {
        "share": lambda: _("Sharing between departments"),
        "open": lambda: _("Opening to the public"),
    },
    "manner": {
        "query": lambda: _("Look up only"),
        "api": lambda: _("Interface for programs"),
        "download": lambda: _("Download"),
    },
    "way": {
        "free": lambda: _("Open to everybody"),
        "instant": lambda: _("Given at once"),
        "apply": lambda: _("Given on application"),
        "closed": lambda: _("Not given out"),
    },
    "outcome": {
        "approved": lambda: _("Application approved"),
        "approved_in_part": lambda: _("Approved in part"),
        "refused": lambda: _("Application refused"),
    },
    "party": {
        "applicant": lambda: _("Applicant"),
        "signer": lambda: _("Agency's approver"),
        "handler": lambda: _("Handling clerk"),
        "reviewer": lambda: _("Reviewer"),
        "decider": lambda: _("Decider"),
        "third": lambda: _("Third party consulted"),
        "authority": lambda: _("Data authority"),
        "auditor": lambda: _("Auditor"),
        "system": lambda: _("The system"),
    },
    "appeal": {
        "negotiate": lambda: _("Negotiation with the provider"),
        "authority": lambda: _("Data authority"),
        "government": lambda: _("Government"),
        "review": lambda: _("Review"),
    },
    "answer": {
        "uphold": lambda: _("The decision stands"),
        "remit": lambda: _("The provider has to decide again"),
        "overrule": lambda: _("The appeal is granted: approve as asked"),
    },
    "limit": {
        "share.check": lambda: _("Formal check"),
        "share.reply.conditional": lambda: _("Answer to an application for sharing"),
        "share.reply.extension": lambda: _("Extension of the answer"),
        "share.deliver": lambda: _("Delivery"),
        "share.not_in_catalogue": lambda: _("Data not in the catalogue"),
        "open.reply.conditional": lambda: _("Answer to an application for opening"),
        "open.reply.extension": lambda: _("Extension of the answer"),
        "open.deliver": lambda: _("Delivery"),
        "request.supplement": lambda: _("Supplement by the applicant"),
        "request.consult": lambda: _("Answer of the third party"),
        "report.use": lambda: _("Report on the use"),
        "appeal.negotiate": lambda: _("Negotiation"),
        "appeal.authority": lambda: _("Answer of the data authority"),
        "appeal.government": lambda: _("Answer of the government"),
        "appeal.review": lambda: _("Review"),
    },
    "evidence": {
        "sealed_letter": lambda: _("Sealed letter"),
        "evidence": lambda: _("Evidence"),
        "outside_decision": lambda: _("Decision of the government"),
        "other": lambda: _("Other file"),
    },
    "file": {
        "waiting": lambda: _("Is being checked for viruses"),
        "unscanned": lambda: _("Is being checked for viruses"),
        "infected": lambda: _("Refused: a virus was found"),
    },
    "paper": {
        "application": lambda: _("Application form"),
        "receipt": lambda: _("Receipt of acceptance"),
        "supplement": lambda: _("Notice of supplement"),
        "extension": lambda: _("Notice of extension"),
        "consultation": lambda: _("Letter of consultation"),
        "reply_approved": lambda: _("Reply: approved"),
        "reply_in_part": lambda: _("Reply: approved in part"),
        "reply_refused": lambda: _("Reply: refused"),
        "undertaking": lambda: _("Undertaking"),
        "revocation": lambda: _("Notice of revocation"),
        "appeal_reply": lambda: _("Reply to the appeal"),
    },
    "identity": {
        "person": lambda: _("Natural person"),
        "company": lambda: _("Company or other body"),
    },
    "token": {
        "active": lambda: _("In force"),
        "ended": lambda: _("Ended with its grant"),
        "revoked": lambda: _("Revoked"),
    },
    "likeness": {
        "earlier": lambda: _("Earlier application"),
        "similar": lambda: _("Similar application"),
    },
}
TONES: Mapping[str, str] = {
    "approved": "good", "approved_in_part": "good", "active": "good", "returned": "act",
    "draft": "act", "refused": "bad", "revoked": "bad", "withdrawn": "end", "expired": "end",
    "closed": "end",
}  # fmt: skip
"""How a state's badge looks; what is under way is ``way``."""


def word(kind: str, code: str) -> str:
    """Return the word for a code; one that nobody has named is shown as it is."""
    found = WORDS.get(kind, {}).get(code)
    return found() if found else code


def field(name: str) -> str:
    """Return what a field is called; of a dataset's field, ``ID.until_on``, the last part counts."""
    return word("field", name.rpartition(".")[2])


def remedies(kind: str) -> str:
    """Return what an applicant is told he can do against a decision."""
    if kind == "share":
        return _(
            "You can appeal on the page of the application: first by negotiation with the provider, "
            "then to the data authority, then to the government."
        )
    return _(
        "You can ask for a review on the page of the application; somebody else decides on it."
    )


def tone(state: str) -> str:
    """Return the look of a state: good, bad, act (the applicant has to), end, or way."""
    return TONES.get(state, "way")
