"""Names of the vocabularies that the feed speaks."""

from __future__ import annotations

import re
from types import MappingProxyType

from pyoxigraph import NamedNode


class Namespace:
    """Makes the nodes of one vocabulary: ``DCT["title"]``. Each is made once."""

    __slots__ = ("_nodes", "base")

    def __init__(self, base: str) -> None:
        self.base = base
        self._nodes: dict[str, NamedNode] = {}

    def __getitem__(self, name: str) -> NamedNode:
        node = self._nodes.get(name)
        if node is None:
            node = self._nodes[name] = NamedNode(self.base + name)
        return node


ADMS = Namespace("http://www.w3.org/ns/adms#")
CNT = Namespace("http://www.w3.org/2011/content#")
CSVW = Namespace("http://www.w3.org/ns/csvw#")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCATAP = Namespace("http://data.europa.eu/r5r/")
DCAT_US = Namespace("http://resources.data.gov/ontology/dcat-us#")
DCT = Namespace("http://purl.org/dc/terms/")
DPV = Namespace("https://w3id.org/dpv#")
DQV = Namespace("http://www.w3.org/ns/dqv#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
OA = Namespace("http://www.w3.org/ns/oa#")
ODRL = Namespace("http://www.w3.org/ns/odrl/2/")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
PROV = Namespace("http://www.w3.org/ns/prov#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Namespace("http://schema.org/")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

# Of the Publications Office of the European Union, whose lists DCAT-AP asks for.
AUTHORITY = "http://publications.europa.eu/resource/authority/"
ACCESS_RIGHT = Namespace(f"{AUTHORITY}access-right/")
AVAILABILITY = Namespace(f"{AUTHORITY}planned-availability/")
COUNTRY = Namespace(f"{AUTHORITY}country/")
DATA_THEME = Namespace(f"{AUTHORITY}data-theme/")
DISTRIBUTION_STATUS = Namespace(f"{AUTHORITY}distribution-status/")
FILE_TYPE = Namespace(f"{AUTHORITY}file-type/")
FREQUENCY = Namespace(f"{AUTHORITY}frequency/")
LANGUAGE = Namespace(f"{AUTHORITY}language/")
MEDIA_TYPE = Namespace("https://www.iana.org/assignments/media-types/")
LICENCE_TYPE = Namespace("http://purl.org/adms/licencetype/")
PUBLISHER_TYPE = Namespace("http://purl.org/adms/publishertype/")
CHANGE_TYPE = Namespace("http://purl.org/adms/changetype/")

LICENCES = MappingProxyType(
    {
        "http://creativecommons.org/licenses/by/4.0/": "Attribution",
        "http://creativecommons.org/publicdomain/zero/1.0/": "PublicDomain",
        "http://opendatacommons.org/licenses/by/1.0/": "Attribution",
        "http://opendatacommons.org/licenses/pddl/1.0/": "PublicDomain",
    }
)
"""Licence → its type in the list of ADMS."""

DCAT_AP = NamedNode("https://semiceu.github.io/DCAT-AP/releases/3.0.1")
TYPE = RDF["type"]

PREFIXES = {
    "adms": ADMS.base, "cnt": CNT.base, "csvw": CSVW.base, "dcat": DCAT.base, "dcat-us": DCAT_US.base, "dcatap": DCATAP.base,
    "dct": DCT.base, "dpv": DPV.base, "dqv": DQV.base, "eli": ELI.base, "foaf": FOAF.base, "hydra": HYDRA.base,
    "oa": OA.base, "odrl": ODRL.base, "owl": OWL.base, "prov": PROV.base, "rdf": RDF.base,
    "rdfs": RDFS.base, "schema": SCHEMA.base, "skos": SKOS.base, "spdx": SPDX.base,
    "vcard": VCARD.base, "xsd": XSD.base,
}  # fmt: skip
"""What documents abbreviate; ``st`` is added by the portal whose vocabulary it is."""
_BASES = re.compile("|".join(re.escape(base) for base in sorted(PREFIXES.values(), reverse=True)))
_NAMES = {base: name for name, base in PREFIXES.items()}


def short(path: str) -> str:
    """Return addresses in a path as people write them: ``dct:title``."""
    return _BASES.sub(lambda found: f"{_NAMES[found.group()]}:", path)
