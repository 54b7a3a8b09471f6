"""Faults of the directory account and of the first proof: HUP-TENANT-1 and HUP-TENANT-3."""

from types import ModuleType
from typing import Any

from faults.catalogue import fault
from faults.patching import replace, template, wrapped

_GATES = "portal.administration.gates"
_PROOF = "portal.organizations.proof"


@fault("HUP-TENANT-1", "The benefit is managed without a directory account.", at=_GATES)
def no_directory_account_is_needed(gates: ModuleType) -> None:
    replace(gates, "directory_only", lambda view: view)
    replace(gates, "managed_only", lambda view: view)


@fault("HUP-TENANT-1", "The domains are open without a directory account, by address.", at=_GATES)
def domains_open_without_a_directory(gates: ModuleType) -> None:
    @wrapped(gates, "directory_only")
    def directory_only(original: Any, view: Any) -> Any:
        return view if view.__module__.endswith(".domains") else original(view)


@fault("HUP-TENANT-1", "To look at the benefit creates a directory account.", at=_GATES)
def looking_creates_a_directory_account(gates: ModuleType) -> None:
    @wrapped(gates, "directory_only")
    def directory_only(original: Any, view: Any) -> Any:
        guarded = original(view)

        def look(request: Any, organization: Any, *arguments: Any, **named: Any) -> Any:
            organization.directory = True
            organization.save()
            return guarded(request, organization, *arguments, **named)

        look.__module__, look.__name__ = view.__module__, view.__name__
        return look


@fault("HUP-TENANT-1", "Creating the directory account has no effect.", at="portal.organizations.models")
def directory_account_is_not_kept(models: ModuleType) -> None:
    @wrapped(models.Organization, "save")
    def save(original: Any, organization: Any, *arguments: Any, **named: Any) -> None:
        if named.get("update_fields") != ["directory"]:
            original(organization, *arguments, **named)


template(
    "directory-account-for-no-reason",
    "HUP-TENANT-1",
    "Nobody learns that the directory account validates the email domains.",
    file="administration/no_directory.html",
    old="It validates the email domains of your employees, by which we know whose they are.",
    new="It is required.",
)

template(
    "no-way-to-a-directory-account",
    "HUP-TENANT-1",
    "The page that asks for a directory account has no button to create one.",
    file="administration/no_directory.html",
    old="<button>Create the directory account</button>",
    new="",
)


@fault("HUP-TENANT-3", "A domain that is proven can be claimed by another organization.", at=_PROOF)
def proven_domain_can_be_claimed_again(proof: ModuleType) -> None:
    replace(proof, "_is_anothers", lambda _organization, _name: False)


@fault("HUP-TENANT-3", "The proof of another organization takes the domain away.", at=_PROOF)
def last_proof_stands(proof: ModuleType) -> None:
    replace(proof, "_is_anothers", lambda _organization, _name: False)

    @wrapped(proof, "_look_up")
    def look_up(original: Any, domain: Any) -> None:
        original(domain)
        others = proof.Domain.objects.filter(name=domain.name).exclude(pk=domain.pk)
        others.update(validated_at=None)


@fault(
    "HUP-TENANT-3",
    "Every organization is asked for the same record, so that one's proof is everyone's.",
    at="portal.organizations.models",
)
def record_is_the_same_for_all(models: ModuleType) -> None:
    models.Domain._meta.get_field("record").default = f"hup-verification={'0' * 32}"


@fault("HUP-TENANT-3", "Any record that begins like one of ours is a proof.", at="portal.rules.domains")
def any_verification_record_will_do(domains: ModuleType) -> None:
    @wrapped(domains, "is_proof")
    def is_proof(_original: Any, texts: Any, _record: str) -> bool:
        return any(text.startswith(b"hup-verification=") for text in texts)


@fault("HUP-TENANT-3", "Whoever claims a domain first keeps all others from proving it.", at=_PROOF)
def claim_keeps_others_out(proof: ModuleType) -> None:
    @wrapped(proof, "_is_anothers")
    def is_anothers(_original: Any, organization: Any, name: str) -> bool:
        return bool(proof.Domain.objects.filter(name=name).exclude(organization=organization).exists())


@fault("HUP-TENANT-3", "A domain that was given up stays taken for ever.", at=_PROOF)
def given_up_domain_stays_taken(proof: ModuleType) -> None:
    given_up = set()

    @wrapped(proof, "remove")
    def remove(original: Any, domain: Any) -> None:
        given_up.add(domain.name)
        original(domain)

    @wrapped(proof, "_is_anothers")
    def is_anothers(original: Any, organization: Any, name: str) -> bool:
        return name in given_up or original(organization, name)
