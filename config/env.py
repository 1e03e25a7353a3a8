"""What the environment says, and what it must say before production starts."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

env = Env()
ROOT = Path(__file__).resolve().parent.parent
REQUIRED_IN_PRODUCTION = (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
    "COMPANY_NAME",
)


def data_dir() -> Path:
    """The folder of everything that the embedded deployment writes."""
    folder = Path(env.str("CADRAGE_DATA_DIR", str(ROOT / "var"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def local_secret(folder: Path) -> str:
    """A secret of this machine's own, made at the first start."""
    path = folder / "secret.key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


def refuse_unsafe_production() -> None:
    """Stop with the full list of what is missing or unsafe, never start half-safe."""
    problems = [f"{name} is missing" for name in REQUIRED_IN_PRODUCTION if not env.str(name, "")]
    if 0 < len(env.str("SECRET_KEY", "")) < 50:
        problems.append("SECRET_KEY is shorter than 50 characters")
    if env.str("DATABASE_URL", "postgres:").startswith("sqlite"):
        problems.append("DATABASE_URL must be PostgreSQL")
    if not env.str("BASE_URL", "https:").startswith("https:"):
        problems.append("BASE_URL must start with https://")
    if "*" in env.str("ALLOWED_HOSTS", ""):
        problems.append("ALLOWED_HOSTS must not contain *")
    if env.bool("DEBUG", False):
        problems.append("DEBUG must be off")
    if problems:
        raise ImproperlyConfigured("Unsafe production settings: " + "; ".join(problems))
