"""The XMP packet of an archived file that is also an accessible one: both identifiers, and the schema PDF/A wants for the second."""

import re

_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
{rest}</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def with_accessibility(packet: bytes) -> bytes:
    """The packet that WeasyPrint wrote for PDF/A-3a, with PDF/UA-1 beside it."""
    text = packet.decode("utf-8")
    attributes, body = re.search(r"<rdf:RDF([^>]*)>(.*)</rdf:RDF>", text, re.S).groups()  # type: ignore[union-attr]
    body = re.sub(r"<rdf:Description[^>]*pdfaid:part[^>]*/>", "", body)
    namespaces = " ".join(sorted(set(re.findall(r'xmlns:(?!rdf)\w+="[^"]+"', attributes))))
    body = body.replace("<rdf:Description ", f"<rdf:Description {namespaces} ")
    return _PACKET.replace("{rest}", body).encode("utf-8")
