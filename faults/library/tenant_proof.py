"""Faults of the record that proves a domain: HUP-TENANT-2."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_PROOF = "portal.organizations.proof"
_DOMAINS = "portal.rules.domains"
_DNS = "portal.dns"


def _take_for_proof(domains: ModuleType, is_alike: Callable[[list[bytes], bytes], bool]) -> None:
    @wrapped(domains, "is_proof")
    def is_proof(original: Any, texts: Any, record: str) -> bool:
        found = list(texts)
        return original(found, record) or is_alike(found, record.encode())


@fault("HUP-TENANT-2", "A record that goes on after the value is taken for it.", at=_DOMAINS)
def value_may_go_on(domains: ModuleType) -> None:
    _take_for_proof(domains, lambda texts, record: any(text.startswith(record) for text in texts))


@fault("HUP-TENANT-2", "The beginning of the value is enough.", at=_DOMAINS)
def value_may_end_early(domains: ModuleType) -> None:
    _take_for_proof(domains, lambda texts, record: any(len(text) > 16 and text in record for text in texts))


@fault("HUP-TENANT-2", "Capital letters make no difference to the value.", at=_DOMAINS)
def value_in_capitals_will_do(domains: ModuleType) -> None:
    _take_for_proof(domains, lambda texts, record: record in [text.lower() for text in texts])


@fault("HUP-TENANT-2", "Quotation marks around the value do not matter.", at=_DOMAINS)
def value_in_quotation_marks_will_do(domains: ModuleType) -> None:
    _take_for_proof(domains, lambda texts, record: record in [text.strip(b'"') for text in texts])


@fault("HUP-TENANT-2", "Two records are read as one, though each is somebody's own.", at=_DOMAINS)
def records_are_strung_together(domains: ModuleType) -> None:
    def is_alike(texts: list[bytes], record: bytes) -> bool:
        return record in {one + other for one in texts for other in texts}

    _take_for_proof(domains, is_alike)


@fault("HUP-TENANT-2", "Any record at all proves the domain.", at=_DOMAINS)
def any_record_will_do(domains: ModuleType) -> None:
    _take_for_proof(domains, lambda texts, _record: bool(texts))


def _take_from_elsewhere(proof: ModuleType, is_place: Callable[[str, str], bool]) -> None:
    @wrapped(proof, "_look_up")
    def look_up(original: Any, domain: Any) -> None:
        try:
            original(domain)
        except proof.NotProvenError as error:
            if error.place and is_place(error.place, domain.name):
                return
            raise


@fault("HUP-TENANT-2", "The record may be on www as well.", at=_PROOF)
def record_on_www_will_do(proof: ModuleType) -> None:
    _take_from_elsewhere(proof, lambda place, name: place == f"www.{name}")


@fault("HUP-TENANT-2", "The record may be on the domain named twice.", at=_PROOF)
def record_on_the_doubled_name_will_do(proof: ModuleType) -> None:
    _take_from_elsewhere(proof, lambda place, name: place == f"{name}.{name}")


@fault("HUP-TENANT-2", "The record may be on the domain above.", at=_PROOF)
def record_on_the_parent_will_do(proof: ModuleType) -> None:
    _take_from_elsewhere(proof, lambda place, name: name.endswith(f".{place}"))


@fault("HUP-TENANT-2", "The record of one domain may be on any other of the organization.", at=_PROOF)
def record_on_another_domain_will_do(proof: ModuleType) -> None:
    _take_from_elsewhere(proof, lambda place, name: name not in place)


@fault("HUP-TENANT-2", "Only the first string of a record is read.", at=_DNS)
def first_string_alone_is_read(lookups: ModuleType) -> None:
    @wrapped(lookups.LookUps, "_texts")
    def texts(_original: Any, _self: object, name: str) -> list[bytes]:
        answer = lookups._resolver().resolve(f"{name}.", "TXT", search=False)
        return [record.strings[0] for record in answer]


@fault("HUP-TENANT-2", "Of several records only one is looked at.", at=_DNS)
def first_record_alone_is_read(lookups: ModuleType) -> None:
    @wrapped(lookups.LookUps, "_texts")
    def texts(original: Any, self: object, name: str) -> list[bytes]:
        return sorted(original(self, name))[-1:]


@fault("HUP-TENANT-2", "An answer that needs TCP never comes.", at="dns.nameserver")
def dns_never_asks_by_tcp(nameserver: ModuleType) -> None:
    @wrapped(nameserver.Do53Nameserver, "query")
    def query(original: Any, self: object, request: Any, *, max_size: bool, **others: Any) -> Any:
        if max_size:
            raise nameserver.dns.exception.Timeout
        return original(self, request, max_size=max_size, **others)


@fault("HUP-TENANT-2", "DNS is given a fifth of a second, which is often too little.", at=_DNS)
def dns_has_a_fifth_of_a_second(lookups: ModuleType) -> None:
    @wrapped(lookups.LookUps, "__init__")
    def init(_original: Any, self: Any) -> None:
        self._end = lookups.time.monotonic() + 0.2


@fault("HUP-TENANT-2", "Where DNS fails, the domain passes for proven.", at=_PROOF)
def dns_in_trouble_is_a_proof(proof: ModuleType) -> None:
    @wrapped(proof, "_look_up")
    def look_up(original: Any, domain: Any) -> None:
        try:
            original(domain)
        except proof.NotProvenError as error:
            if error.reason not in {proof.Reason.SERVER_FAILURE, proof.Reason.TOO_LATE}:
                raise


@fault("HUP-TENANT-2", "A server that fails is called a record that is missing.", at=_DNS)
def dns_failure_is_blamed_on_the_record(lookups: ModuleType) -> None:
    @wrapped(lookups.LookUpError, "__init__")
    def init(original: Any, self: Any, name: str, failure: Any) -> None:
        is_server = failure is lookups.Failure.SERVER_FAILURE
        original(self, name, lookups.Failure.NO_RECORD if is_server else failure)


@fault("HUP-TENANT-2", "A domain that has failed once is never looked up again.", at=_DNS)
def failed_proof_is_remembered(lookups: ModuleType) -> None:
    failed: dict[str, Exception] = {}

    @wrapped(lookups.LookUps, "texts")
    def texts(original: Any, self: object, name: str) -> Any:
        if name in failed:
            raise failed[name]
        try:
            return original(self, name)
        except lookups.LookUpError as error:
            failed[name] = error
            raise


@fault("HUP-TENANT-2", "A claim alone makes a managed tenant.", at="portal.organizations.models")
def claim_makes_a_managed_tenant(models: ModuleType) -> None:
    is_managed = property(lambda organization: organization.directory and organization.domains.exists())
    replace(models.Organization, "is_managed", is_managed)


@fault("HUP-TENANT-2", "The proof makes no managed tenant before a second domain is proven.", at=_PROOF)
def one_proof_is_not_enough(proof: ModuleType) -> None:
    is_managed = property(lambda organization: organization.validated_domains.count() > 1)
    replace(proof.Organization, "is_managed", is_managed)


template(
    "found-records-are-run-as-markup",
    "HUP-TENANT-2",
    "What stands in DNS is written into the page as markup.",
    file="administration/domain_problem.html",
    old="<code>{{ text }}</code>",
    new="<code>{{ text|safe }}</code>",
)


@fault("HUP-TENANT-2", "What was found in DNS is shown with its odd characters left out.", at=_DOMAINS)
def found_records_lose_characters(domains: ModuleType) -> None:
    replace(domains, "_legible", lambda text: text.decode("ascii", "ignore"))


@fault("HUP-TENANT-2", "Of many records the first are shown, and not the likeliest.", at=_DOMAINS)
def first_records_are_shown(domains: ModuleType) -> None:
    replace(domains, "shown", lambda texts: [domains._legible(text) for text in texts[: domains.MAX_SHOWN]])


@fault("HUP-TENANT-2", "A record that is too long to show is cut off without a sign of it.", at=_DOMAINS)
def long_records_end_unseen(domains: ModuleType) -> None:
    @wrapped(domains, "_legible")
    def legible(original: Any, text: bytes) -> str:
        return str(original(text)).removesuffix("…")


template(
    "failed-proof-comes-without-advice",
    "HUP-TENANT-2",
    "Whose record is on another domain is not told where to create it.",
    file="administration/domain_problem.html",
    old="Create it on {{ domain.name }} itself, for which many DNS tools write @, and verify again.",
    new="Verify again.",
)

template(
    "record-is-asked-for-on-www",
    "HUP-TENANT-2",
    "The page asks for the record on www, where it is not looked for.",
    file="administration/domains.html",
    old="<div><dt>Name</dt><dd><code>{{ domain.name }}</code></dd></div>",
    new="<div><dt>Name</dt><dd><code>www.{{ domain.name }}</code></dd></div>",
)
