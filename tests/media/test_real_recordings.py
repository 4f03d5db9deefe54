"""Each file of the folder of real recordings decodes to its known length, or is refused with its one reason."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from qa_desk.domain.errors import Refusal
from qa_desk.media.analysis import analyse
from qa_desk.media.raw import RawLayout

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "D_recordings"
pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real files is not beside the project"),
]

CALL = "formats_of_one_call/call40_"
PLAYS: dict[str, tuple[float, int, int, str]] = {
    "asterisk_prompts/en_demo-congrats.g722": (30.28, 16000, 1, "no header, g722"),
    "asterisk_prompts/en_demo-congrats.gsm": (30.28, 8000, 1, "no header, gsm"),
    "asterisk_prompts/en_demo-congrats.wav": (30.28, 8000, 1, "WAV, PCM"),
    "asterisk_prompts/en_queue-thankyou.wav": (1.59, 8000, 1, "WAV, PCM"),
    "asterisk_prompts/en_vm-msginstruct.wav": (14.64, 8000, 1, "WAV, PCM"),
    "asterisk_prompts/ru_demo-congrats.wav": (31.31, 8000, 1, "WAV, PCM"),
    "audio-mono-24-bit-44100Hz.wav": (2.74, 44100, 1, "WAV, PCM"),
    "broken/one_second_of_silence.wav": (1.0, 16000, 1, "WAV, PCM"),
    "call_auto_repairs_40/Auto_Repairs_40_UTC_agent.wav": (245.38, 8000, 1, "WAV, PCM"),
    "call_auto_repairs_40/Auto_Repairs_40_UTC_caller.wav": (245.38, 8000, 1, "WAV, PCM"),
    "commercial_mono.wav": (45.3, 8000, 1, "WAV, PCM"),
    CALL + "mono.amr": (245.4, 8000, 1, "AMR"),
    CALL + "mono.gsm": (245.38, 8000, 1, "no header, gsm"),
    CALL + "mono_adpcm_ima.wav": (120.16, 8000, 1, "WAV, IMA ADPCM"),
    CALL + "mono_g722.wav": (120.0, 16000, 1, "WAV, G.722"),
    CALL + "mono_gsm.WAV": (245.44, 8000, 1, "WAV, GSM 06.10"),
    CALL + "stereo.flac": (245.38, 8000, 2, "FLAC, PCM"),
    CALL + "stereo.m4a": (245.4, 16000, 2, "MP4, AAC"),
    CALL + "stereo.mp3": (245.38, 8000, 2, "MP3"),
    CALL + "stereo.ogg": (245.38, 8000, 2, "Ogg, Vorbis"),
    CALL + "stereo.opus": (245.38, 48000, 2, "Ogg, Opus"),
    CALL + "stereo_alaw_first120s.wav": (120.0, 8000, 2, "WAV, A-law"),
    CALL + "stereo_mulaw.wav": (245.38, 8000, 2, "WAV, µ-law"),
    CALL + "stereo_pcm16.wav": (245.38, 8000, 2, "WAV, PCM"),
    "french.aiff": (2.53, 44100, 1, "AIFF, PCM"),
    "jfk.flac": (11.0, 44100, 2, "FLAC, PCM"),
    "languages/Us_English_Narrowband_Sample_2.wav": (19.71, 8000, 1, "WAV, PCM"),
    "languages/es-ES_Narrowband_sample1.wav": (69.18, 8000, 1, "WAV, PCM"),
    "languages/fr-FR_Narrowband_sample1.wav": (13.29, 8000, 1, "WAV, PCM"),
    "languages/ru_sample.wav": (5.67, 16000, 1, "WAV, PCM"),
    "languages/zh-CN_sample1_for_8k.wav": (10.73, 8000, 1, "WAV, PCM"),
    "long_14min_concatenated.mp3": (869.73, 8000, 1, "MP3"),
    "revai_example_call.mp3": (107.0, 48000, 2, "MP3"),
    "silero_test.opus": (8.06, 16000, 1, "Ogg, Opus"),
    "stereo_diarization.wav": (5.0, 16000, 2, "WAV, PCM"),
    "ted_60.m4a": (60.0, 16000, 1, "MP4, AAC"),
    "two_channel_16k.wav": (6.67, 16000, 2, "WAV, PCM"),
    "two_speakers_30s_pyannote.wav": (30.0, 16000, 1, "WAV, PCM"),
}
REFUSED = {
    CALL + "mono.ul": "has no header that says how to play it; declare its layout, e.g. ulaw:8000:1, or convert it to WAV",
    "broken/header_only_44_bytes.wav": "its header says 1 samples a second; that is no sound",
    "broken/text_not_audio.wav": "holds text, not sound",
    "two_speakers_30s_pyannote.rttm": "holds text, not sound",
}


def test_no_file_of_the_folder_is_forgotten() -> None:
    found = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert found == PLAYS.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", PLAYS)
def test_it_decodes_whole_and_has_a_waveform(name: str, qapp: object) -> None:
    seconds, rate, channels, codec = PLAYS[name]
    analysis = analyse(FOLDER / name)
    info = analysis.info
    assert (info.sample_rate, info.channels, info.codec) == (rate, channels, codec)
    assert info.duration_s == pytest.approx(seconds, abs=0.06)
    assert info.warnings == ()
    assert analysis.pyramid.channels == channels
    assert analysis.pyramid.levels[0].high.max() > 500
    assert analysis.activity.any()


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_one_reason(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        analyse(FOLDER / name)
    assert refused.value.message == f"{Path(name).name}: {REFUSED[name]}."


def test_raw_mu_law_with_its_declared_layout_is_the_same_call() -> None:
    raw = analyse(FOLDER / f"{CALL}mono.ul", layout=RawLayout("ulaw"))
    gsm = analyse(FOLDER / f"{CALL}mono.gsm")
    assert raw.info.duration_s == pytest.approx(245.38)
    assert (raw.activity != gsm.activity[:, : raw.activity.shape[1]]).mean() < 0.03


@pytest.mark.parametrize("suffix", ["flac", "m4a", "mp3", "ogg", "opus"])
def test_every_format_of_one_call_tells_the_same_facts(suffix: str, qapp: object) -> None:
    reference = analyse(FOLDER / f"{CALL}stereo_pcm16.wav")
    other = analyse(FOLDER / f"{CALL}stereo.{suffix}")
    assert other.facts.talk_ratio == pytest.approx(reference.facts.talk_ratio, abs=0.02)
    buckets = min(other.activity.shape[1], reference.activity.shape[1])
    same = other.activity[:, :buckets] == reference.activity[:, :buckets]
    assert np.mean(same) > (0.93 if suffix == "opus" else 0.99)


@pytest.mark.parametrize("name", ["mono.amr", "mono_g722.wav", "stereo.flac", "stereo.mp3"])
def test_a_truncated_copy_is_read_with_a_warning(name: str, tmp_path: Path, qapp: object) -> None:
    path = tmp_path / name
    path.write_bytes((FOLDER / (CALL + name)).read_bytes()[:100_001])
    info = analyse(path).info
    assert info.duration_s < 240
    assert len(info.warnings) == 1


def test_a_truncated_mp4_without_its_index_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "call.m4a"
    path.write_bytes((FOLDER / f"{CALL}stereo.m4a").read_bytes()[:100_001])
    with pytest.raises(Refusal, match="index at its end"):
        analyse(path)
