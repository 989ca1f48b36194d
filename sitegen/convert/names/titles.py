"""Ranks, offices and honorifics: the words that stand before a person's name, and those that describe one.

The vocabulary is that of US diplomatic reporting: civil offices and their abbreviations, military and police ranks, titles
of nobility and religion, courtesy titles. All in lower case without accents.
"""

from __future__ import annotations

#: words after which a capitalised word that is nothing else is a person's name ("Secretary Chertoff")
TITLES: frozenset[str] = frozenset(
    """
    mr mrs ms miss mme messrs mssrs dr prof professor sir dame lord lady baron baroness count countess viscount duke duchess earl marquis marquess madame madam monsieur senor senora sr sra don dona doctor
    president vice-president pres vp prime-minister premier pm fm dpm dfm vfm fornmin formin defmin finmin intmin primin vicemin depfm depmin chancellor minister mininister vice-minister secretary undersecretary under-secretary subsecretary sec secgen sg secgen u/s a/s d/s das pdas p/das das/s dasd asd usd
    secretary-general ambassador amb charge cda dcm a/dcm consul envoy representative rep reps congressman congresswoman congressperson senator sen senators deputy delegate mp mep parliamentarian legislator lawmaker assemblyman
    governor gov lieutenant-governor mayor lord-mayor councilman councillor councilor alderman commissioner prefect intendant administrator director dir dirgen dg director-general managing-director chief head chairman chairwoman chairperson chair co-chair co-chairman vice-chairman vicechairman
    speaker leader coordinator advisor adviser aide assistant counselor counsellor counselor-general attache attach minister-counselor polcouns econcouns poloff econoff polchief conoff emboff spokesman spokeswoman spokesperson
    attorney prosecutor judge justice magistrate ombudsman registrar solicitor ag lawyer attorney-general procurator
    general gen lieutenant lt ltc ltcol ltgen lieutenant-general major maj majgen mg bg brig brigadier brigadier-general briggen colonel col capt captain cmdr commander cdr cpt sgt sergeant corporal cpl admiral adm radm vadm rear-admiral vice-admiral commodore marshal air-marshal ensign
    lcdr 1lt 2lt ssgt msgt cwo private inspector superintendent constable detective commandant comandante generalissimo warlord
    king queen prince princess crown-prince sultan emir amir shah sheikh shaykh shaikh sheik sheikha emperor empress highness majesty hrh kaiser czar tsar raja rajah maharaja nawab begum sardar
    pope cardinal archbishop bishop monsignor msgr father fr rev reverend pastor brother sister mother rabbi imam ayatollah hojjatoleslam hojatoleslam mullah mulla maulana molla grand-mufti mufti patriarch metropolitan catholicos dalai nuncio
    datin seri puan tengku mawlana haji hajj saint pir lama venerable sri shri dato datuk tun tan-sri
    candidate ex-president ex-minister ex-pm ex-governor ex-ambassador ex-prime president-elect comrade commissar citizen dictator strongman
    secretaries ministers presidents generals ambassadors directors deputies professors colonels judges drs advisors advisers counselors delegates leaders officials governors mayors commissioners
    official officer researcher scholar economist journalist editor correspondent reporter columnist author writer poet activist businessman businesswoman entrepreneur tycoon oligarch banker ceo cfo coo cto vice-president manager owner partner founder co-founder
    cofounder trafficker drug-lord kingpin terrorist militant cleric preacher dissident defector fugitive detainee dissident protester student blogger analyst pollster negotiator interlocutor
    contact source co-leader co-president vicepresident subdirector polad pao rso drso cg consul-general dpo cao ecpo
    secdef secstate depsecdef undsec permrep fonmin mingov chod procgen atgen minister-designate sg/hr hr/sg cm vp svp evp pm-designate pm-equivalent polcounselor econcounselor d'affaires
    assistant-secretary sherpa rapporteur legatt legat treasurer comptroller auditor chamberlain chief-of-staff
    """.split()
)

#: of these, the ones that are too common as plain words to make a name of any capitalised word after them
WEAK_TITLES: frozenset[str] = frozenset(
    """
    head chief chair private rep source contact count official officials officer student general justice brother sister mother father private partner owner manager deputy assistant staff major citizen author sec sen gen
    terrorist militant detainee dissident contact source trafficker student editor blogger protester analyst fugitive sir cleric
    leaders ministers presidents generals officials directors deputies secretaries judges delegates governors mayors saint don sister mission rev sun tun pan man rao reps consul envoy attorney director leader candidate
    count lady madam doctor aide premier marshal captain commander commissioner speaker representative representatives delegate
    """.split()
)

#: lower-case words that describe a person and stand before the name ("cartel leader Alfredo Beltran Leyva")
ROLE_NOUNS: frozenset[str] = TITLES | frozenset(
    """
    mediator veterinarian pathologist pharmacist facilitator accuser
    archivist archivists librarian curator rector vice-rector dean principal superior abbot vicar chaplain
    member members veteran philosopher historian scientist physicist engineer doctor nurse teacher priest nun monk bishop warlord guerrilla commander candidate rival opponent critic ally confidant confidante friend colleague protege
    successor predecessor counterpart nominee appointee hero martyr singer actor actress filmmaker director artist composer musician athlete footballer coach boxer champion winner laureate
    wife husband son daughter brother sister father mother cousin nephew niece uncle aunt son-in-law brother-in-law father-in-law daughter-in-law grandson widow fiancee spouse girlfriend boyfriend child
    citizen national citizens nationals man woman boy girl victim suspect defendant prisoner inmate witness perpetrator gunman bomber hijacker murderer assassin spy agent informant
    named called mastermind financier smuggler trader dealer broker lobbyist consultant expert specialist pundit commentator publisher anchor host broadcaster producer photographer cartoonist novelist academic intellectual academician
    employee staffer secretary chauffeur driver bodyguard guard technician pilot sailor soldier fighter rebel insurgent extremist operative facilitator recruiter emir
    magnate industrialist investor landowner farmer rancher developer contractor merchant financier accountant
    hardliner reformer moderate technocrat politician statesman stateswoman diplomat functionary bureaucrat figure boss godfather capo drug-trafficker narco-trafficker trafficker lord kingpin lieutenant henchman
    frontrunner front-runner newcomer incumbent heir loyalist insider outsider patron mentor strategist ideologue theoretician founder organizer organiser convenor convener trustee
    lawyers attorneys parliamentarians senators congressmen congresspersons politicians journalists activists businessmen brothers sons wives
    """.split()
)

#: words that come between office and name or inside an office's name: they neither make nor break one
OFFICE_WORDS: frozenset[str] = frozenset(
    """
    foreign prime defense defence interior finance justice health education labor labour trade economy economic agriculture energy environment transport transportation communications information culture oil planning industry tourism
    security national public political military international regional state federal provincial municipal deputy vice assistant acting interim former senior principal first second third special chief general executive permanent
    parliamentary presidential ministerial minister counselor attorney affairs relations cooperation counterterrorism intelligence legal press policy staff party council committee commission cabinet central bank ministry department office
    embassy consul governor air force army navy police naval commanding supreme high crown royal grand lord honorary resident
    opposition majority minority congressional congress senate house parliament group coalition
    """.split()
)

#: verbs that a person is the subject of; after a single capitalised word they speak for a surname ("Vimal said")
SPEECH_VERBS: frozenset[str] = frozenset(
    """
    said says noted notes told added argued argues stated states explained explains observed claimed claims asserted asserts stressed stresses emphasized emphasised underscored replied responded answered asked asks commented complained remarked
    opined believes believed thought thinks suggested suggests recommended admitted acknowledged conceded confirmed denied declared announced promised pledged urged warned cautioned predicted speculated recalled recounted reported related revealed
    indicated insisted reiterated repeated agreed disagreed concurred concluded continued countered quipped joked mused lamented praised criticized criticised thanked expressed described characterized characterised outlined highlighted pointed referred alleged
    averred assured informed advised briefed invited hosted met visited traveled travelled arrived departed left resigned died wrote called requested sought proposed offered hoped hopes wants wanted plans planned intends intended expects expected fears feared
    welcomed accused blamed dismissed rejected accepted refused declined demanded conveyed shared discussed raised queried wondered inquired cited singled voiced opposed supported favors favored attributed appealed apologized
    contended maintained maintains surmised portrayed estimated interjected volunteered confided confessed elaborated clarified questioned challenged chaired presided signed appointed nominated named
    spoke speaks served serves serving ran runs won lost led leads headed heads became becomes took takes gave gives made makes decided knows knew understood sees saw views viewed considers considered appeared appears seemed seems tried attempted
    also then later further again himself herself
    """.split()
)

#: what joins the parts of one person's name in the name's language
PARTICLES: frozenset[str] = frozenset(
    """
    al el ul ud as ad ar an az bin ben ibn bint bent ould abd abdel abdul abu umm de del della dela di da das do dos du des la las los le lo van von der den ter ten zu zum zur af av y e i st mac san ap vom of ag ait
    """.split()
)
