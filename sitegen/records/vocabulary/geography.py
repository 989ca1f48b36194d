"""Geographic TAGS: two letters for a country (FIPS 10 as the Department used it) or a part of the world (X…).

Sources: the TAGS handbook of 1974, sections 11 and 12, for the world regions and the codes of the 1970s; for later ones
FIPS 10-4 with its changes, and the years in which countries changed their names (general knowledge).
These are not ISO codes: RS is Russia, CH China, SP Spain, AU Austria, NI Nigeria, GM Germany.
"""

from __future__ import annotations

#: countries and territories in the years of the electronic cables; ``code name``, parted by semicolons
_COUNTRIES = """
AA Aruba; AC Antigua and Barbuda; AE United Arab Emirates; AF Afghanistan; AG Algeria; AJ Azerbaijan; AL Albania; AM
Armenia; AN Andorra; AO Angola; AQ American Samoa; AR Argentina; AS Australia; AU Austria; AV Anguilla; AY Antarctica;
BA Bahrain; BB Barbados; BC Botswana; BD Bermuda; BE Belgium; BF The Bahamas; BG Bangladesh; BH Belize; BK Bosnia and
Herzegovina; BL Bolivia; BM Burma; BN Benin; BO Belarus; BP Solomon Islands; BR Brazil; BT Bhutan; BU Bulgaria; BX
Brunei; BY Burundi; CA Canada; CB Cambodia; CD Chad; CE Sri Lanka; CF Congo (Brazzaville); CG Congo (Kinshasa); CH
China; CI Chile; CJ Cayman Islands; CM Cameroon; CN Comoros; CO Colombia; CS Costa Rica; CT Central African Republic;
CU Cuba; CV Cape Verde; CW Cook Islands; CY Cyprus; DA Denmark; DJ Djibouti; DO Dominica; DR Dominican Republic; EC
Ecuador; EG Egypt; EI Ireland; EK Equatorial Guinea; EN Estonia; ER Eritrea; ES El Salvador; ET Ethiopia; EZ Czech
Republic; FG French Guiana; FI Finland; FJ Fiji; FK Falkland Islands; FM Micronesia; FO Faroe Islands; FP French
Polynesia; FR France; GA The Gambia; GB Gabon; GG Georgia; GH Ghana; GI Gibraltar; GJ Grenada; GL Greenland; GM
Germany; GP Guadeloupe; GQ Guam; GR Greece; GT Guatemala; GV Guinea; GY Guyana; GZ Gaza Strip; HA Haiti; HK Hong Kong;
HO Honduras; HR Croatia; HU Hungary; IC Iceland; ID Indonesia; IN India; IO British Indian Ocean Territory; IR Iran;
IS Israel; IT Italy; IV Côte d'Ivoire; IZ Iraq; JA Japan; JM Jamaica; JO Jordan; KE Kenya; KG Kyrgyzstan; KN North
Korea; KR Kiribati; KS South Korea; KU Kuwait; KV Kosovo; KZ Kazakhstan; LA Laos; LE Lebanon; LG Latvia; LH Lithuania;
LI Liberia; LO Slovakia; LS Liechtenstein; LT Lesotho; LU Luxembourg; LY Libya; MA Madagascar; MB Martinique; MC
Macau; MD Moldova; MG Mongolia; MH Montserrat; MI Malawi; MK Macedonia; ML Mali; MN Monaco; MO Morocco; MP Mauritius;
MR Mauritania; MT Malta; MU Oman; MV Maldives; MW Montenegro; MX Mexico; MY Malaysia; MZ Mozambique; NA Netherlands
Antilles; NC New Caledonia; NE Niue; NG Niger; NH Vanuatu; NI Nigeria; NL Netherlands; NO Norway; NP Nepal; NR Nauru;
NS Suriname; NT Netherlands Antilles; NU Nicaragua; NZ New Zealand; PA Paraguay; PE Peru; PK Pakistan; PL Poland; PM
Panama; PO Portugal; PP Papua New Guinea; PS Palau; PU Guinea-Bissau; QA Qatar; RE Réunion; RM Marshall Islands; RO
Romania; RP Philippines; RQ Puerto Rico; RS Russia; RW Rwanda; SA Saudi Arabia; SC Saint Kitts and Nevis; SE
Seychelles; SF South Africa; SG Senegal; SH Saint Helena; SI Slovenia; SL Sierra Leone; SM San Marino; SN Singapore;
SO Somalia; SP Spain; SR Serbia; ST Saint Lucia; SU Sudan; SV Svalbard; SW Sweden; SY Syria; SZ Switzerland; TC United
Arab Emirates; TD Trinidad and Tobago; TH Thailand; TI Tajikistan; TK Turks and Caicos Islands; TN Tonga; TO Togo; TP
São Tomé and Príncipe; TS Tunisia; TT Timor-Leste; TU Turkey; TV Tuvalu; TW Taiwan; TX Turkmenistan; TZ Tanzania; UG
Uganda; UK United Kingdom; UP Ukraine; US United States; UV Burkina Faso; UY Uruguay; UZ Uzbekistan; VC Saint Vincent
and the Grenadines; VE Venezuela; VI British Virgin Islands; VM Vietnam; VQ U.S. Virgin Islands; VT Holy See; WA
Namibia; WE West Bank; WI Western Sahara; WS Samoa; WZ Swaziland; YI Serbia and Montenegro; YM Yemen; ZA Zambia; ZI
Zimbabwe
"""

#: the same as ``code ISO-3166-code``. Left out is what ISO has no code for, or none that means the same
_ISO = """
AA AW, AC AG, AE AE, AF AF, AG DZ, AJ AZ, AL AL, AM AM, AN AD, AO AO, AQ AS, AR AR, AS AU, AU AT, AV AI, AY AQ, BA BH,
BB BB, BC BW, BD BM, BE BE, BF BS, BG BD, BH BZ, BK BA, BL BO, BM MM, BN BJ, BO BY, BP SB, BR BR, BT BT, BU BG, BX BN,
BY BI, CA CA, CB KH, CD TD, CE LK, CF CG, CG CD, CH CN, CI CL, CJ KY, CM CM, CN KM, CO CO, CS CR, CT CF, CU CU, CV CV,
CW CK, CY CY, DA DK, DJ DJ, DO DM, DR DO, EC EC, EG EG, EI IE, EK GQ, EN EE, ER ER, ES SV, ET ET, EZ CZ, FG GF, FI FI,
FJ FJ, FK FK, FM FM, FO FO, FP PF, FR FR, GA GM, GB GA, GG GE, GH GH, GI GI, GJ GD, GL GL, GM DE, GP GP, GQ GU, GR GR,
GT GT, GV GN, GY GY, HA HT, HK HK, HO HN, HR HR, HU HU, IC IS, ID ID, IN IN, IO IO, IR IR, IS IL, IT IT, IV CI, IZ IQ,
JA JP, JM JM, JO JO, KE KE, KG KG, KN KP, KR KI, KS KR, KU KW, KV XK, KZ KZ, LA LA, LE LB, LG LV, LH LT, LI LR, LO SK,
LS LI, LT LS, LU LU, LY LY, MA MG, MB MQ, MC MO, MD MD, MG MN, MH MS, MI MW, MK MK, ML ML, MN MC, MO MA, MP MU, MR MR,
MT MT, MU OM, MV MV, MW ME, MX MX, MY MY, MZ MZ, NC NC, NE NU, NG NE, NH VU, NI NG, NL NL, NO NO, NP NP, NR NR, NS SR,
NU NI, NZ NZ, PA PY, PE PE, PK PK, PL PL, PM PA, PO PT, PP PG, PS PW, PU GW, QA QA, RE RE, RM MH, RO RO, RP PH, RQ PR,
RS RU, RW RW, SA SA, SC KN, SE SC, SF ZA, SG SN, SH SH, SI SI, SL SL, SM SM, SN SG, SO SO, SP ES, SR RS, ST LC, SU SD,
SW SE, SY SY, SZ CH, TC AE, TD TT, TH TH, TI TJ, TK TC, TN TO, TO TG, TP ST, TS TN, TT TL, TU TR, TV TV, TW TW, TX TM,
TZ TZ, UG UG, UK GB, UP UA, US US, UV BF, UY UY, UZ UZ, VC VC, VE VE, VI VG, VM VN, VQ VI, VT VA, WA NA, WI EH, WS WS,
WZ SZ, YM YE, ZA ZM, ZI ZW
"""

#: what a code meant in other years: ``code first-last name``; 0 leaves an end open
_OTHER_YEARS = """
AC 0-1981 Antigua; BH 0-1973 British Honduras; BP 0-1978 British Solomon Islands; CB 0-1989 Cambodia (Khmer Republic);
CE 0-1972 Ceylon; CG 1971-1997 Zaire; CN 0-1975 Comoro Islands; CZ 0-1992 Czechoslovakia; DM 0-1975 Dahomey; FA 0-1984
Falkland Islands; FT 0-1977 French Territory of Afars and Issas; GC 0-1990 Germany (East); GE 0-1990 Germany (East);
GN 0-1979 Gilbert and Ellice Islands; GW 0-1990 Germany (West); IV 0-1985 Ivory Coast; IY 0-1991 Iraq-Saudi Arabia
Neutral Zone; MA 0-1975 Malagasy Republic; MU 0-1970 Muscat and Oman; NH 0-1980 New Hebrides; NS 0-1975 Surinam; PF
0-0 Paracel Islands; PG 0-0 Spratly Islands; PN 0-1979 Panama; PQ 0-1979 Canal Zone; PT 0-1976 Portuguese Timor; PU
0-1974 Portuguese Guinea; RH 0-1980 Rhodesia; SC 0-1983 St. Christopher-Nevis; SK 0-1975 Sikkim; SS 0-1976 Spanish
Sahara; TC 0-1971 Trucial States; TQ 0-1994 Trust Territory of the Pacific Islands; UR 0-1991 Soviet Union; UV 0-1984
Upper Volta; VN 0-1976 Viet-Nam (North); VS 0-1976 Viet-Nam (South); WA 0-1990 South-West Africa; WB 0-1990 West
Berlin; WS 0-1997 Western Samoa; YE 0-1990 Yemen (Sanaa); YE 1991-0 Yemen; YO 0-2003 Yugoslavia; YQ 0-1972 Ryukyu
Islands; YS 0-1990 Yemen (Aden); YI 1992-2003 Federal Republic of Yugoslavia
"""

#: parts of the world, which the Department made itself (1974 handbook, section 11)
_REGIONS = """
XA Africa; XB Asia; XC Southeast Asia; XD South Asia; XE Far East; XF Middle East; XG Europe; XH Eastern Europe; XI
North Africa; XJ Africa South of the Sahara; XK Central America; XL Caribbean; XM Latin America; XN Atlantic Ocean
Area; XO Indian Ocean Area; XP Pacific Ocean Area; XQ Arctic Ocean Area; XR South America; XS North America; XT
Western Europe; XU Australasia; XV Antarctica; XW East Africa; XX Worldwide; XY West Africa; XZ Scandinavia
"""


def _pairs(table: str) -> dict[str, str]:
    rows = (row.strip().partition(" ") for row in table.replace("\n", " ").split(";"))
    return {code: name for code, _, name in rows}


#: code -> name in the years of the electronic cables
COUNTRIES: dict[str, str] = _pairs(_COUNTRIES)
#: code -> part of the world
REGIONS: dict[str, str] = _pairs(_REGIONS)
#: name in English -> ISO 3166 code
ISO_OF: dict[str, str] = {COUNTRIES[code]: iso for code, iso in map(str.split, _ISO.split(","))}


def _periods() -> dict[str, list[tuple[int, int, str]]]:
    periods: dict[str, list[tuple[int, int, str]]] = {}
    for row in _OTHER_YEARS.replace("\n", " ").split(";"):
        code, years, name = row.strip().split(" ", 2)
        first, last = years.split("-")
        periods.setdefault(code, []).append((int(first), int(last) or 9999, name))
    return periods


#: code -> (first year, last year, name then)
FORMER: dict[str, list[tuple[int, int, str]]] = _periods()


def country(code: str, year: int | None = None) -> str | None:
    """The country that a code meant in a year (without one: in the years of the electronic cables), or None."""
    for first, last, name in FORMER.get(code, ()):
        if (year is not None and first <= year <= last) or code not in COUNTRIES:
            return name
    return COUNTRIES.get(code)
