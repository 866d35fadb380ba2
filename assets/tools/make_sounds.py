"""Writes the three sounds of the till to `../sounds/`. Run by hand: python3 make_sounds.py

Struck wood and small bells: a few partials that die away, the higher ones sooner. Written without randomness, so the
same script gives the same bytes.
"""

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
PEAK = 0.62
FOLDER = Path(__file__).resolve().parent.parent / "sounds"

# (multiple of the tone, loudness, seconds until it has died to a third)
WOOD = ((1.0, 1.0, 0.055), (3.93, 0.22, 0.018), (9.2, 0.05, 0.008))
BELL = ((1.0, 1.0, 0.2), (2.0, 0.34, 0.12), (3.01, 0.16, 0.07), (4.17, 0.06, 0.04))
DULL = ((1.0, 1.0, 0.075), (2.0, 0.25, 0.04), (2.99, 0.1, 0.02))

C4, E4, C5, E5, G5, C6, A5 = 261.63, 329.63, 523.25, 659.26, 783.99, 1046.5, 880.0

# length in seconds, then (start, tone, loudness, partials)
SOUNDS = {
    "accepted": (0.18, ((0.0, A5, 1.0, WOOD),)),
    "refused": (0.38, ((0.0, E4, 1.0, DULL), (0.15, C4, 1.0, DULL))),
    "paid": (0.78, ((0.0, C5, 0.8, BELL), (0.09, E5, 0.8, BELL), (0.18, G5, 0.85, BELL), (0.28, C6, 1.0, BELL))),
}


def strike(samples, start, tone, loudness, partials):
    first = round(start * RATE)
    for index in range(first, len(samples)):
        t = (index - first) / RATE
        attack = min(1.0, t / 0.004)
        samples[index] += (
            loudness
            * attack
            * sum(
                level * math.exp(-t / decay) * math.sin(2 * math.pi * tone * multiple * t)
                for multiple, level, decay in partials
            )
        )


def sound(seconds, strikes):
    samples = [0.0] * round(seconds * RATE)
    for one in strikes:
        strike(samples, *one)
    fade = round(0.03 * RATE)
    for index in range(fade):
        samples[-1 - index] *= index / fade
    loudest = max(abs(value) for value in samples)
    return [round(value / loudest * PEAK * 32_767) for value in samples]


def main():
    FOLDER.mkdir(exist_ok=True)
    for name, (seconds, strikes) in SOUNDS.items():
        data = sound(seconds, strikes)
        with wave.open(str(FOLDER / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(struct.pack(f"<{len(data)}h", *data))


if __name__ == "__main__":
    main()
