"""Cameras of Frigate and go2rtc: all streams of one are reached at one address."""

from __future__ import annotations

import pytest
from lab import spots

FRIGATE = """\
    mqtt: {host: 10.72.0.9}
    go2rtc:
      streams:
        back_main: ["rtsp://me:{SECRET}@10.72.0.71:554/main"]
        back_sub: rtsp://me:{SECRET}@10.72.0.71:554/sub
        back: ["ffmpeg:back_main#audio=opus"]
    cameras:
      front:
        ffmpeg:
          inputs:
            - {path: "rtsp://me:x@10.72.0.61:554/main", roles: [record]}
            - {path: "rtsp://me:x@10.72.0.61:554/sub", roles: [detect]}
        onvif: {host: 10.72.0.61}
      rear:
        ffmpeg:
          inputs:
            - {path: "rtsp://127.0.0.1:8554/back_main"}
            - {path: "rtsp://127.0.0.1:8554/back_sub"}
    """
GO2RTC = """\
    streams:
      shed_hq: rtsp://10.72.0.81/1
      shed_lq: rtsp://10.72.0.82/2
      barn_hq: rtsp://10.72.0.9/3
      barn_lq: rtsp://10.72.0.83/4
      gate_1: rtsp://10.72.0.9/5
      gate_2: rtsp://10.72.0.9/6
      door: rtsp://10.72.0.9/7
      loft_hd: rtsp://10.99.0.84/8
      loft_sd: rtsp://10.72.0.84/9
    """


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("10.72.0.61:554/sub", "10.72.0.62:554/sub", ["R902 config.yml:12:31"]),
        ("host: 10.72.0.61", "host: 10.72.0.62", ["R902 config.yml:13:19"]),
        ("10.72.0.71:554/sub", "10.72.0.72:554/sub", ["R902 config.yml:5:34"]),
        ("10.72.0.61:554/main", "10.72.0.71:554/main", ["R902 config.yml:11:31"]),
        ("10.72.0.61:554/sub", "10.72.9.62:554/sub", []),
    ],
    ids=["right", "stream", "ONVIF", "restream", "another camera's", "another network"],
)
def test_a_camera_is_reached_at_one_address(old: str, new: str, expected: list[str]) -> None:
    assert spots({"config.yml": FRIGATE.replace(old, new)}, ["R902"]) == expected


def test_a_recorder_has_several_cameras() -> None:
    assert spots({"go2rtc.yaml": GO2RTC}, ["R902"]) == ["R902 go2rtc.yaml:3:19"]


def test_cameras_in_a_text() -> None:
    lines = "".join(f"    {line}\n" for line in GO2RTC.splitlines())
    text = f"kind: ConfigMap\nmetadata: {{name: c}}\ndata:\n  go2rtc.yaml: |\n{lines}"
    assert spots({"cm.yaml": text}, ["R902"]) == ["R902 cm.yaml:7:27"]
