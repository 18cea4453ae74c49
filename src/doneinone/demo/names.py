"""Invented people: names that fit together, as in any northern English city. Nobody is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from anyascii import anyascii


@dataclass(frozen=True, slots=True)
class Names:
    """Given and family names that go together, and what share of the city has such names."""

    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]


def _names(share: int, women: str, men: str, families: str) -> Names:
    return Names(share, *(tuple(part.replace("_", " ").split()) for part in (women, men, families)))


POOLS = (
    _names(
        52,
        "Amelia Olivia Isla Freya Grace Ella Evie Poppy Alice Ruby Daisy Molly Hannah Rebecca "
        "Laura Sarah Emma Claire Nicola Joanne Karen Julie Susan Linda Margaret Patricia Jean "
        "Dorothy Sheila Brenda Pauline Christine Gemma Kirsty Leanne Beth Holly Abigail Lucy Nora",
        "Oliver Harry Jack Alfie Noah Thomas Joshua Daniel Adam Ryan Liam Connor Luke Matthew "
        "Andrew Mark Paul Steven Gary Kevin Neil Ian Alan Brian Keith Derek Ronald Kenneth Eric "
        "Stuart Craig Lee Simon Martin Peter Philip Roger Trevor Dennis Stanley",
        "Ashworth Barlow Bennett Birtwistle Booth Bradshaw Brooks Butterworth Carter Chadwick "
        "Clegg Crompton Crossley Dawson Dobson Entwistle Fielding Fletcher Gibson Greenhalgh "
        "Grundy Halliwell Hardman Hargreaves Haslam Heaton Hilton Holden Holt Howarth Hulme "
        "Kershaw Kay Lomas Marsden Mather Nuttall Ogden Openshaw Ormerod Parkinson Pickup "
        "Pilkington Ramsbottom Rawson Redfern Rigby Rothwell Schofield Seddon Shaw Sutcliffe "
        "Tattersall Tonge Turner Unsworth Walmsley Wardle Whittaker Winstanley Worthington",
    ),
    _names(
        6,
        "Angharad Bethan Carys Cerys Eirlys Elin Ffion Gwen Lowri Mair Megan Nerys Nia Rhian "
        "Sian Siwan",
        "Aled Bryn Dafydd Dewi Dylan Emyr Gareth Geraint Gethin Huw Ieuan Iwan Llew Owain Rhodri "
        "Rhys",
        "Bowen Davies Edwards Ellis Evans Griffiths Gwyn Harris Howells James Jenkins Jones Lewis "
        "Lloyd Morgan Morris Owen Parry Powell Price Probert Pugh Rees Roberts Thomas Vaughan",
    ),
    _names(
        5,
        "Aoife Bridget Ciara Colleen Deirdre Eileen Maeve Niamh Roisin Sinead Siobhan Una",
        "Brendan Cormac Declan Desmond Eamon Fergal Fintan Kieran Niall Patrick Rory Seamus",
        "Brady Brennan Byrne Callaghan Cassidy Connolly Donnelly Doyle Fagan Gallagher Keane "
        "Kelleher Lynch McCabe McGrath Nolan Quinn Rafferty Sheehan Tierney",
    ),
    _names(
        14,
        "Aaliyah Aisha Amina Anjali Asma Ayesha Bushra Deepa Farah Fatima Hafsa Jasmin Kavita "
        "Khadija Lubna Maryam Meena Nadia Naila Neha Noor Parveen Priya Rukhsana Saima Shazia "
        "Sunita Tahira Yasmin Zainab",
        "Abdul Adeel Ahmed Amir Arjun Asif Bilal Faisal Hamza Haroon Imran Irfan Jamil Kamran "
        "Khalid Manoj Mohammed Naveed Nikhil Omar Rajesh Rashid Ravi Salim Sanjay Shahid Suresh "
        "Tariq Vikram Yusuf",
        "Ahmed Akhtar Ali Anwar Aziz Bashir Begum Bhatti Chaudhry Desai Hussain Iqbal Jain Javed "
        "Kapoor Kaur Khan Khatun Latif Mahmood Malik Mehta Mirza Mistry Nawaz Parmar Patel Qureshi "
        "Rahman Rashid Saeed Shah Sharif Siddiqui Singh Sultana Uddin Verma Yaqub Zaman",
    ),
    _names(
        6,
        "Agnieszka Alicja Beata Dorota Elżbieta Ewa Halina Iwona Joanna Katarzyna Magdalena "
        "Małgorzata Renata Zofia",
        "Andrzej Bartosz Dariusz Grzegorz Jacek Jakub Krzysztof Łukasz Marek Paweł Piotr Tomasz "
        "Wojciech Zbigniew",
        "Adamczyk Baran Borkowski Czarnecki Dudek Głowacki Jabłoński Kaczmarek Kowalczyk Kubiak "
        "Lis Mazur Nowak Pawlak Sikora Szymczak Walczak Wójcik Zając Zawadzki",
    ),
    _names(
        4,
        "Fang Hui Jia Lan Li Ling Mei Min Qing Shu Ting Xia Xin Yan Yi Ying",
        "Bo Chao Feng Gang Hao Jian Jun Kai Lei Ming Peng Qiang Tao Wei Yang Zhi",
        "Chan Chen Cheung Fung Gao Huang Lam Lau Leung Lin Liu Ma Mak Ng Sun Tang Wang Wong Wu Xu "
        "Yang Yip Zhang Zhao",
    ),
    _names(
        8,
        "Abena Adaeze Adwoa Akosua Amara Blessing Chiamaka Efua Esther Folake Grace Hawa Ifeoma "
        "Mercy Ngozi Nneka Ruth Temitope Yewande Zawadi",
        "Adebayo Babajide Chidi Chukwuemeka Daniel Ebo Emeka Femi Ibrahim Kofi Kojo Kwame Kwesi "
        "Moses Obinna Olumide Samuel Segun Tendai Tunde",
        "Abiola Acheampong Adeyemi Afolabi Agyeman Akintola Amoah Appiah Asante Balogun Boateng "
        "Chikwanha Danso Eze Igwe Mensah Moyo Ncube Nwosu Obi Ofori Okafor Okeke Okonkwo Osei "
        "Owusu Sesay Tembo Yeboah",
    ),
    _names(
        3,
        "Amal Dalia Farida Hana Layla Mina Nasrin Rania Rojin Salma Samira Shirin Sara Zeinab",
        "Ali Amin Bahram Dilshad Farid Hassan Hiwa Karim Kaveh Mahdi Nabil Omid Reza Yousef",
        "Abbas Ahmadi Aziz Barzani Darwish Ebrahimi Faraj Ghorbani Haddad Hosseini Jaber Karimi "
        "Mahmoudi Mansour Najjar Rostami Saleh Taha",
    ),
    _names(
        2,
        "Ana Andreea Bianca Elena Gabriela Ioana Larisa Mihaela Raluca Simona",
        "Adrian Bogdan Ciprian Cristian Florin Ionut Marius Mihai Radu Vlad",
        "Barbu Ciobanu Dumitru Enache Florea Grigore Ionescu Lupu Manole Moldovan Neagu Petrescu "
        "Stoica Tudor",
    ),
)  # fmt: skip

NEEDS = (
    ("large-print", 30), ("hearing-aid", 24), ("step-free", 22), ("memory", 12),
    ("interpreter", 18), ("easy-read", 8), ("no-letters", 6), ("text-relay", 4), ("speech", 3),
    ("sign-language", 2), ("braille", 1),
)  # fmt: skip
ONE_IN_NEEDS = 9
"""Of so many people one needs something of us."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """An invented person, without where they live."""

    title: str
    given: str
    family: str
    born_on: date
    language: str
    needs: tuple[str, ...]
    email: str
    telephone: str


def invent(*, random: Random, number: int, today: date) -> Somebody:
    """
    Invent a grown-up person.

    E-mail addresses are under example.org, telephone numbers are those Ofcom keeps for drama.

    :param number: how many were invented before: it makes the e-mail address nobody else's
    """
    pool = random.choices(POOLS, weights=[pool.share for pool in POOLS])[0]
    is_woman = random.random() < 0.52
    given = random.choice(pool.women if is_woman else pool.men)
    family = random.choice(pool.families)
    speaks_welsh = random.random() < (0.45 if pool is POOLS[1] else 0.004)
    needs = ["welsh-first"] if speaks_welsh and random.random() < 0.5 else []
    if random.randrange(ONE_IN_NEEDS) == 0:
        kinds, weights = zip(*NEEDS, strict=True)
        needs.append(random.choices(kinds, weights=weights)[0])
    local = f"{anyascii(given)}.{anyascii(family)}{number}".lower().replace("'", "")
    titles = ("Mrs", "Ms", "Miss") if is_woman else ("Mr",)
    title = random.choice(titles) if random.random() < 0.6 else ""
    if random.random() < 0.02:
        title = "Dr"
    return Somebody(
        title=title,
        given=given,
        family=family,
        born_on=today - timedelta(days=round(365.25 * (18 + 72 * random.betavariate(1.6, 2.2)))),
        language="cy" if speaks_welsh else "en",
        needs=tuple(needs),
        email=f"{local}@example.org" if random.random() < 0.83 else "",
        telephone=telephone(random=random) if random.random() < 0.93 else "",
    )


def telephone(*, random: Random) -> str:
    """Give a telephone number that belongs to nobody (Ofcom's numbers for drama)."""
    if random.random() < 0.75:
        return f"07700 900{random.randrange(1000):03}"
    return f"0161 496 0{random.randrange(1000):03}"


def staff_names(*, random: Random, count: int, taken: set[str]) -> list[str]:
    """Give different names for so many colleagues, none of them taken already."""
    found: list[str] = []
    while len(found) < count:
        pool = random.choices(POOLS, weights=[pool.share for pool in POOLS])[0]
        given = random.choice(random.choice((pool.women, pool.men)))
        name = f"{given} {random.choice(pool.families)}"
        if given not in {one.split()[0] for one in found} | {one.split()[0] for one in taken}:
            found.append(name)
    return found
