"""What invented people say: in answers, notes, questions and complaints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

ANSWERS: Mapping[tuple[str, str], Sequence[str]] = {
    ("report-pothole", "danger_what"): (
        "Cars swerve on to the other side", "A cyclist came off here this morning",
        "It is right where children cross", "You cannot see it when it is full of water",
    ),
    ("report-pothole", "details"): (
        "Outside the corner shop", "Opposite the bus stop", "By the school gates",
        "In front of number 12", "It has been patched twice and came back",
        "Near the mini roundabout", "You hear every lorry bang over it at night",
        "Just past the speed bump", "Next to the manhole by the chip shop",
    ),
    ("abandoned-vehicle", "vehicle"): (
        "Silver hatchback, flat tyres", "White van, no side window", "Blue estate, burnt seats",
        "Small red car, moss on the roof", "Grey people carrier full of rubbish",
    ),
    ("abandoned-vehicle", "plate"): ("AB51 XYZ", "No plates", "The front one is missing"),
    ("worried-about-someone", "happened"): (
        "The curtains have been shut for four days and the milk is still outside.",
        "She told me her nephew takes her pension every week.",
        "He has lost a lot of weight and could not say what day it is.",
        "There was shouting again last night and she would not open the door.",
    ),
    ("noise", "effect"): (
        "We cannot sleep, and I start work at five.", "The children wake up three times a night.",
        "I cannot sit in the garden at all.", "My husband is ill and needs rest in the day.",
        "We have to keep every window shut.",
    ),
    ("dog-fouling", "owner"): (
        "A man with two large grey dogs, every morning about seven",
        "From the flats at the end, always after dark",
    ),
    ("fly-tipping", "vehicle"): (
        "White tipper, could not read the plate", "Dark blue pick-up with a ladder on it",
        "Small hatchback, it came twice",
    ),
    ("street-light", "column"): ("14", "7B", "23", "102", "L6"),
    ("road-sign", "says"): ("No entry", "School", "City centre", "30", "Lime Grove"),
    ("dead-animal", "looks"): ("Black and white, red collar", "Small and brown, no collar"),
    ("sharps", "details"): (
        "Behind the bench nearest the gate", "On the steps of the underpass",
        "In the long grass by the fence", "Under the swings",
    ),
    ("bulky-waste", "what"): ("A piano stool", "A rolled tent", "An exercise bike", "A fish tank"),
    ("bulky-waste", "gate"): ("By the bin store", "Through the arch", "Round the back of block C"),
    ("", "details"): (
        "By the bus stop", "Outside number 9", "At the corner with the main road",
        "Behind the shops", "Next to the play area", "Halfway along, on the left",
    ),
}  # fmt: skip
"""Answers to questions with free text, by service and question."""

ELSEWHERE = ("By the shops", "Near the corner", "Outside the school", "Next to the park gate")

NOTES = (
    "Looked at it on the way past. Nobody in danger, will go on the next round.",
    "Crew says access is blocked by parked cars until about ten.",
    "Rang the reporter, no answer. Will try again tomorrow.",
    "Same place as last month. Ask for a longer-lasting repair.",
    "Photographed and measured. Below the level for an emergency.",
    "Spoke to the shop on the corner, they will keep the space clear.",
    "Waiting for parts, expected on Thursday.",
    "Second report of this from the same street this week.",
    "Traffic management booked.",
    "Checked the records: this is ours, not the utility's.",
)

MOVE_NOTES = (
    "", "", "", "", "We will be there within the next few days.",
    "The crew has it on its list.", "We have been and had a look.",
)  # fmt: skip

CLOSE_NOTES = (
    "", "", "", "Thank you for telling us.", "Sorry that it took longer than we said.",
    "The crew tidied up round it as well.",
)  # fmt: skip

QUESTIONS = (
    "Is it nearer the corner or nearer the bus stop?",
    "Can you tell us which side of the road it is on?",
    "Is it still there today?",
    "Could you tell us the house number that it is nearest to?",
    "When did you first see it?",
    "Is there a gate or a code that our crew needs to get in?",
)

REPLIES = (
    "Yes, it is still there.",
    "It is on the left as you come from the main road.",
    "Nearest to number 14, by the lamp post.",
    "About two weeks ago, and it has been getting worse.",
    "No, anybody can get to it from the street.",
    "Near the bus stop, you cannot miss it.",
)

REASONS = (
    "It looks the same as before.",
    "Somebody came but only did half of it.",
    "It came back after the rain.",
    "Your message says it is done, but nothing has changed.",
)

CONTACT_NOTES = (
    "", "", "", "Rang from work, prefers messages by e-mail.", "Worried about the children.",
    "Very patient, thanked us twice.", "Rang twice before and was cut off.",
    "Does not use the internet.", "Asked us to speak slowly and clearly.",
)  # fmt: skip
