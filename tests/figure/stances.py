"""Postures that movements start from, and arms that recur."""

from dataclasses import replace

from figure.posture import Arm, Head, Leg, Place, Posture, Trunk

HANGING = Arm()
W = Arm(elevation_deg=90, plane_deg=90, elbow_flexion_deg=90, forearm_turn_deg=0)
OVERHEAD = Arm(elevation_deg=157, plane_deg=90, elbow_flexion_deg=30, forearm_turn_deg=0)
STRAIGHT_UP = Arm(elevation_deg=172, plane_deg=90, elbow_flexion_deg=5, forearm_turn_deg=0)
T = Arm(elevation_deg=90, plane_deg=90, elbow_flexion_deg=5, forearm_turn_deg=0)
STRAIGHT_FORWARD = Arm(elevation_deg=90, plane_deg=5, elbow_flexion_deg=5, forearm_turn_deg=0)
ON_HIPS = Arm(elevation_deg=42, plane_deg=135, elbow_flexion_deg=102, forearm_turn_deg=172)
ON_THIGHS = Arm(elevation_deg=18, plane_deg=35, elbow_flexion_deg=64, forearm_turn_deg=35)
ON_DESK = Arm(elevation_deg=42, plane_deg=20, elbow_flexion_deg=60, forearm_turn_deg=25)

STANDING = Posture()
# Heels a hand's breadth from the wall, knees a little bent: what the rendered wall angels do.
AT_THE_WALL = replace(
    STANDING,
    left_leg=Leg(thigh_forward_deg=18, knee_flexion_deg=14),
    right_leg=Leg(thigh_forward_deg=18, knee_flexion_deg=14),
    trunk=Trunk(inclination_deg=-2, bend_deg=0),
    head=Head(forward_deg=2, nod_deg=0),
    place=Place(forward_m=0.1),
)
SEATED = Posture(
    left_arm=ON_THIGHS,
    right_arm=ON_THIGHS,
    left_leg=Leg(thigh_forward_deg=90, thigh_out_deg=0, knee_flexion_deg=90),
    right_leg=Leg(thigh_forward_deg=90, thigh_out_deg=0, knee_flexion_deg=90),
    trunk=Trunk(inclination_deg=3, bend_deg=2),
    head=Head(forward_deg=3, nod_deg=4),
    place=Place(seat=1),
)
