"""The people a vendor sends: found or created by their address, never taken from elsewhere."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from governance.models import Person, Vendor
from governance.verdicts import Incomplete

SHARED_MAILBOXES = frozenset({
    "accueil", "admin", "administrateur", "agence", "bonjour", "commercial", "compta", "contact",
    "direction", "equipe", "hello", "info", "infos", "mail", "no-reply", "noreply", "office",
    "postmaster", "production", "sales", "support", "team", "web", "webmaster",
})  # fmt: skip
PUBLIC_MAILBOXES = frozenset({
    "gmail.com", "free.fr", "hotmail.com", "hotmail.fr", "icloud.com", "laposte.net", "live.fr",
    "orange.fr", "outlook.com", "outlook.fr", "proton.me", "protonmail.com", "sfr.fr",
    "wanadoo.fr", "yahoo.com", "yahoo.fr",
})  # fmt: skip


def checked_address(email: str) -> str:
    """The address of one person, in lower case; a shared mailbox cannot hold a seat."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Incomplete(email=_("Cette adresse e-mail n’est pas complète.")) from None
    if address.split("@")[0] in SHARED_MAILBOXES:
        raise Incomplete(
            email=_("Un siège revient à une personne : donnez son adresse, pas celle d’un service.")
        )
    return address


def known_guest(address: str) -> Person | None:
    """The guest who already has this address; an employee or a closed account is refused."""
    person = Person.objects.filter(email__iexact=address).select_related("vendor").first()
    if person and not person.is_guest:
        raise Incomplete(
            email=_(
                "Cette adresse est celle d’un collègue. Le siège du prestataire est pour un invité."
            )
        )
    if person and not person.is_active:
        raise Incomplete(
            email=_("L’accès de cette personne a été fermé. Invitez quelqu’un d’autre.")
        )
    return person


def guest_at(address: str) -> Person | None:
    """The guest who already has this address, if any."""
    guests = Person.objects.filter(email__iexact=address, is_active=True).exclude(vendor=None)
    return guests.select_related("vendor").first()


def company_at(address: str) -> Vendor | None:
    """The only vendor whose people write from the same domain; none for public mailboxes."""
    domain = address.rpartition("@")[2].lower()
    if domain in PUBLIC_MAILBOXES:
        return None
    vendors = Vendor.objects.filter(people__email__iendswith=f"@{domain}").distinct()[:2]
    return vendors[0] if len(vendors) == 1 else None


def vendor_named(name: str, siren: str = "") -> Vendor:
    """The vendor of this name, whatever its capitals, or a new one; its number is kept once."""
    name = " ".join(name.split())
    known = Vendor.objects.filter(name__iexact=name).first()
    if known is None:
        return Vendor.objects.create(name=name, siren=siren)
    if siren and not known.siren:
        known.siren = siren
        known.save(update_fields=["siren"])
    return known


def guest_of(vendor: Vendor, address: str, name: str) -> Person:
    """The guest of this vendor at this address, opened without a password when new."""
    person = known_guest(address)
    if person is None:
        return Person.objects.create_user(address, name=name or name_from(address), vendor=vendor)
    if person.vendor_id != vendor.pk:
        raise Incomplete(
            email=_("Cette adresse est déjà connue chez un autre prestataire. Vérifiez le nom.")
        )
    return person


def name_from(address: str) -> str:
    """A readable name until the person gives theirs: ines.roux@… → Ines Roux."""
    words = address.split("@")[0].replace("_", ".").replace("-", ".").split(".")
    return " ".join(word.capitalize() for word in words if word)[:120] or address
