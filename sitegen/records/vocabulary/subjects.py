"""Subject and program TAGS with their labels.

Sources of the subjects' labels since 1980: 5 FAH-3 H-011.1 (2022), the menus of PlusD, NARA's list for the Central
Foreign Policy Files (OVIP); MNUC, PROP, TBIO, TPHY, TSPA, EWWT from the TAGS handbook of 1974, section 8, which gives
the labels of the 1970s. Codes for which no such source was found stand without a label: readers are then shown the code
and its field.
"""

from __future__ import annotations

#: first letter of a subject code -> field
FIELDS: dict[str, str] = {
    "A": "Administration", "B": "Business Services", "C": "Consular Affairs", "E": "Economic Affairs", "L": "Legal",
    "M": "Military and Defense Affairs", "O": "Operations", "P": "Political Affairs", "S": "Social Affairs",
    "T": "Technology and Science",
}

_SUBJECTS = """
AADP Automated Data Processing; ABLD Building and Grounds; ABUD Budget Services and Financial Systems;
ACKM COMSEC Key Management; ACOA Communication Operations and Administration; ADCO Diplomatic Courier Operations;
ADPM Diplomatic Pouch and Mail; AEMR Emergency Planning and Evacuation; AFIN Financial Management;
AFSI Foreign Service Institute; AFSN Foreign Service National Personnel; AGAO General Accounting Office;
AINF Information Management Services; AINR INR Program Administration; AINT Internet Administration; ALOW Allowances;
AMED Medical Services; AMGT Management Operations; AMTC Telecommunications Equipment Maintenance;
ANET Communications, Circuits, and Networks; AODE Employees Abroad; AOMS Office Management Specialist Issues;
AORC International Organizations and Conferences; APCS Personal Computers; APER Personnel;
ASCH U.S. Sponsored Schools; ASEC Security; ASIG Inspector General Activities; ASUP Supplies and Equipment;
ATRN Transportation Service; BBSR Business Services Reporting; BEXP Trade Expansion and Promotion;
BMGT FCS Management Operations; BTIO Trade and Investment Opportunities; CASC Assistance to Citizens;
CFED Federal Agency Services; CJAN Judicial Assistance and Notarial Services; CLOK Visa Lookout;
CMGT Consular Administration and Management; CPAS Passports and Citizenship; CVIS Visas;
EAGR Agriculture and Forestry; EAID Foreign Economic Assistance; EAIR Civil Aviation;
ECIN Economic Integration and Cooperation; ECON Economic Conditions; ECPS Communications and Postal Systems;
EFIN Financial and Monetary Affairs; EFIS Commercial Fishing and Fish Processing; EIND Industry and Manufacturing;
EINT Economic and Commercial Internet; EINV Foreign Investments; ELAB Labor Sector Affairs; ELTN Land Transportation;
EMIN Minerals and Metals; ENRG Energy and Power; EPET; ETRD Foreign Trade;
ETTC; EWWT Waterborne Transportation; MARR Military and Defense Arrangements;
MASS Military Assistance and Sales; MCAP; MNUC Military Nuclear Applications;
MOPS Military Operations; ODIP;
OEXC Educational and Cultural Exchange Operations; OFDP;
OIIP International Information Programs; OPDC; OPRC;
OREP U.S. Congressional Travel; OSCI Science Grants; OTRA Travel;
OVIP Visits and Travel of Prominent Individuals and Leaders; PARM Arms Controls and Disarmament;
PBTS; PGOV Internal Governmental Affairs; PHSA;
PHUM Human Rights; PINR Intelligence; PINS Internal Security; PNAT; PREF;
PREL External Political Relations; PROP Propaganda and Psychological Operations; PTER Terrorists and Terrorism;
SCUL Cultural Affairs; SENV Environmental Affairs; SMIG; SNAR Narcotics; SOCI Social Conditions;
TBIO Biological and Medical Science; TPHY Physical Sciences; TSPA Space Activities; TSPL;
TINT; TNGD; TRGY
"""

#: the list of 1974, where it has another code or another label
_SUBJECTS_1974 = """
AART Art-in-Embassies Program; AAUD Audits; ABLD Buildings; ACLM Claims for Private Personal Property;
ACOM Departmental Communications; AEMR Emergency and Evacuation; AFIN Financial Services; AFSP Post Administration;
AINF Records and Data Processing Services; ALIB Library Services; ALTR Newsletter; AMGT Management and Organization;
AORG International Organization Administration; APUB Publishing, Printing, Distribution;
AREC Commissary and Recreation; AREG Regulations and Directives; ASAF Safety; ASCH Overseas Schools;
ATRN Transportation; AWRD Awards; BBAK Background on Firms, Products, and Individuals;
BBCP Business Consultation Program; BBSR Business Services Reports; BDIS Trade Complaints, Disputes and Inquiries;
BFOL Follow-up Requests; BGEN Business Services, General; BLIB Commercial Libraries; BPRO Business Proposals;
BPUB Business-Commercial Publications; BTRA Travel by U.S. and Foreign Businessmen; CARR;
CDES Deaths and Estates; CGEN Consular Affairs, General; CPRS Protective Services; EAID Foreign Assistance;
EAIR Aeronautics and Aviation; EALR Economic Alert List Reporting; ECEM Chemical Industry and Chemical Products;
ECIN Economic Integration and Collaboration; ECON Economic Conditions, Trends and Potential;
ECRE Construction, Repair, and Expansion; ECRP Scheduled Reporting; EEWT East-West Trade; EFIS Fishing;
EGEN Economic Affairs, General; EIND Commerce, Industry, and Industrial Products; EINV Investments;
ELAB Labor and Manpower; ELEC Noncommunications Electrical and Electronic Equipment;
EMAE Machinery and Related Equipment; EMES Medical, Engineering, and Scientific Equipment; EMIN Metals and Minerals;
ENRG Energy; EPAP Plant, Animal, and Wood Products; ESTC Strategic Trade Controls;
ETEL Telecommunications and Postal Systems and Equipment; ETRN Transportation Policies;
MILI Military Affairs, General; MMOL Materiel, Ordnance and Logistics; MORG Military Organization and Structure;
MPOL Military Policy and Planning; OCLR Vessel and Flight Clearances and Visits; OCON Conferences and Meetings;
OGEN Operations, General; OREP Congressional Travel; OTRA Travel and Visits; OVIP VIP Travel Arrangements;
PARM Arms Control and Disarmament; PBOR Boundary and Sovereignty Claims; PDEV National Development;
PDIP Diplomatic and Consular Representation; PFOR Foreign Policy and Relations; PGOV Government;
PINT Internal Political Affairs; PLOS Law of the Sea Affairs; PORG Policy Relations With International Organizations;
PORS Public Order and Safety; SEDU Education; SENV Environment; SGEN Social Affairs, General; SHUM Human Rights;
SOPN Public Opinion and Information; SPOP Population; SREF Refugees; SWEL Public Welfare; TECH Technology;
TGEN Technology and Science, General
"""

#: programs of the Department (K…), in use since the 1980s. KDEM and KPAO as PlusD has them, KISL and KMDR as users of
#: the cables explain them; the others are general knowledge, widely published. The rest have none.
_PROGRAMS = """
KDEM Democratization; KISL Islam; KMDR Media Reaction Reporting; KPAO Public Affairs Office;
KCFE Conventional Forces in Europe; KCOR Corruption; KCRM Criminal Activity; KFLO Family Liaison Office; KFRD Fraud;
KGCC Global Climate Change; KHDP Humanitarian Demining Program; KHIV HIV and AIDS; KHLS Homeland Security;
KIPR Intellectual Property Rights; KIRF International Religious Freedom; KJUS Administration of Justice;
KMCA Millennium Challenge Account; KMPI Middle East Partnership Initiative; KNNP Nuclear Non-Proliferation;
KOLY Olympics; KPAL Palestinian Affairs; KPKO Peacekeeping Operations; KTEX Textiles; KTFN Terrorism Finance;
KTIP Trafficking in Persons; KUNR UN Reform; KWBG West Bank and Gaza; KWMN Women's Issues;
KACT; KAWC; KAWK; KBCT; KBIO; KBTR; KBTS; KCFC; KCIP; KCOM; KCRS; KDDG; KDEV; KDRG; KERG; KFIN; KFLU; KFSC; KGHG;
KGIC; KGIT; KHSA; KHUM; KICC; KIDE; KIFR; KIRC; KLIG; KMIG; KMRS; KNAR; KNEI; KNSD; KNUC; KNUP; KOCI; KOMC; KOMS;
KPAI; KPAK; KPIN; KPLS; KPOA; KPRP; KPRV; KPWR; KRAD; KREC; KREL; KRVC; KSAF; KSCA; KSEC; KSEP; KSPR; KSTC; KSTH;
KSUM; KTBT; KTDB; KTER; KTIA; KTLA; KUNC; KVIR; KVPR; KWAC
"""


def _labels(table: str) -> dict[str, str]:
    rows = (row.strip().partition(" ") for row in table.replace("\n", " ").split(";"))
    return {code: label for code, _, label in rows}


#: code -> label ("" where none is sure), of 1980 and later
SUBJECTS: dict[str, str] = _labels(_SUBJECTS)
#: code -> label of the 1970s, where it differs
SUBJECTS_1974: dict[str, str] = _labels(_SUBJECTS_1974)
#: program code -> label, or ""
PROGRAMS: dict[str, str] = _labels(_PROGRAMS)
