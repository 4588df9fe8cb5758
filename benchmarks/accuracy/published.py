"""Human and published figures to hold ours against; section 8 of docs/evidence.md has them all, with sources."""

from collections.abc import Mapping

COUNTING = "off by at most one in 0.94–0.95 of sets (skeletons, Hsu 2023); 98.9 % counted (Pūioio 2023)"
JUDGING = (
    "physiotherapists among themselves: κw 0.36 (EXAS), 0.34 (Hermet 2018), 0–0.55 (Chmielewski 2007); trained on "
    "standard scenarios 0.72"
)
MEASURING: Mapping[str, str] = {
    "elbow_flexion_deg": "5 models against a goniometer: best RMSE under 10, elbow poor (doi 10.3390/s24247983)",
    "knee_flexion_deg": "−2.3 ± 6.4 from the side (Cosoli 2026); MAE 7.1 (JMIR preprint 102399)",
    "shoulder_elevation_deg": "2–25 too high (doi 10.3390/s24020534); mean difference 2.9 (PMID 36131313)",
    "shank_inclination_deg": "none found; budget 4",
    "trunk_inclination_deg": "none found; budget 4",
}
"""By measure without its side, in degrees."""
