"""What SARIF 2.1.0 asks of the objects that the report writes, after the definitions of its published schema.

Only the properties that are written are listed, and no others let through: what
fits here fits there.
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft7Validator

LEVEL = {"enum": ["none", "note", "warning", "error"]}
TEXT = {"type": "string"}
URI = {"type": "string", "pattern": r"^https://[\x21-\x7e]+$"}
RELATIVE = {"type": "string", "pattern": r"^(?!/)(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})*$"}
ABSOLUTE = {"type": "string", "pattern": r"^file:///(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})*$"}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


def _closed(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    named = {name.replace("_", "$"): value for name, value in properties.items()}
    return {"type": "object", "additionalProperties": False, "properties": named, "required": list(required)}


def _list(name: str, *, unique: bool = False) -> dict[str, Any]:
    return {"type": "array", "uniqueItems": unique, "items": _ref(name)}


def _number(low: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low}


_DEFINITIONS = {
    "run": _closed(
        ("tool", "results"),  # `results` must be there when something was looked at (3.14.23)
        tool=_closed(("driver",), driver=_ref("toolComponent")),
        originalUriBaseIds={"type": "object", "additionalProperties": _closed(description=_ref("message"))},
        columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        results=_list("result"),
    ),
    "toolComponent": _closed(
        ("name",), name=TEXT, version=TEXT, informationUri=URI, rules=_list("reportingDescriptor", unique=True)
    ),
    "reportingDescriptor": _closed(
        ("id",),
        id=TEXT,
        name=TEXT,
        shortDescription=_ref("multiformatMessageString"),
        fullDescription=_ref("multiformatMessageString"),
        help=_ref("multiformatMessageString"),
        helpUri=URI,
        defaultConfiguration=_closed(level=LEVEL),
        properties=_closed(tags={"type": "array", "uniqueItems": True, "items": TEXT}),
    ),
    "multiformatMessageString": _closed(("text",), text=TEXT, markdown=TEXT),
    "message": _closed(("text",), text={"type": "string", "minLength": 1}),
    "result": _closed(
        ("message",),
        ruleId=TEXT,
        ruleIndex=_number(-1),
        level=LEVEL,
        message=_ref("message"),
        locations=_list("location"),
        relatedLocations=_list("location", unique=True),
        suppressions=_list("suppression", unique=True),
        partialFingerprints={"type": "object", "additionalProperties": TEXT},
    ),
    "suppression": _closed(("kind",), kind={"enum": ["inSource", "external"]}, justification=TEXT),
    "location": _closed(id=_number(-1), physicalLocation=_ref("physicalLocation"), message=_ref("message")),
    "physicalLocation": _closed(artifactLocation=_ref("artifactLocation"), region=_ref("region")),
    "artifactLocation": {
        "anyOf": [_closed(("uri", "uriBaseId"), uri=RELATIVE, uriBaseId=TEXT), _closed(("uri",), uri=ABSOLUTE)]
    },
    "region": _closed(startLine=_number(1), startColumn=_number(1), endLine=_number(1), endColumn=_number(1)),
}

_LOG = {
    **_closed(("version", "runs"), _schema=URI, version={"enum": ["2.1.0"]}, runs={**_list("run"), "minItems": 1}),
    "definitions": _DEFINITIONS,
}


def mistakes(log: Any) -> list[str]:
    """Where a log is not what SARIF asks for: by its structure, and by what the standard says of its parts."""
    found = [f"{error.json_path}: {error.message}" for error in Draft7Validator(_LOG).iter_errors(log)]
    for run in [] if found else log["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"].get("rules", [])]
        for number, result in enumerate(run["results"]):
            index = result.get("ruleIndex", -1)
            if index >= 0 and rules[index : index + 1] != [result["ruleId"]]:
                found.append(f"result {number}: rule {index} is not {result['ruleId']}")
            ids = [location.get("id", -1) for location in result["relatedLocations"]]
            if len(set(ids)) != len(ids):
                found.append(f"result {number}: two related locations of one id")
        if len({"suppressions" in result for result in run["results"]}) > 1:
            found.append("some results have suppressions, others none at all")
    return found
