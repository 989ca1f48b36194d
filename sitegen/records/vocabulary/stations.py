"""The table of stations: every post that signs cables, by the name that stands in message numbers.

Sources: the origins of the publication of 2010-2011 (whose spelling the names keep), the station names of the Central
Foreign Policy Files of 1973-79, and the Department's own list of posts. Country codes are those of TAGS (FIPS 10).
A post that changed its name has both as stations (KIEV and KYIV, DACCA and DHAKA): an id says what its cable says.
TAIPEI is the embassy until 1978 and signs for the Institute, as AITTAIPEI does, from 1979.
"""

from __future__ import annotations

#: ``City CC``; the station is the city in capitals without blanks
EMBASSIES = """
Abidjan IV, Abu Dhabi AE, Abuja NI, Accra GH, Addis Ababa ET, Algiers AG, Amman JO, Ankara TU, Antananarivo MA, Apia WS,
Ashgabat TX, Asmara ER, Astana KZ, Asuncion PA, Athens GR, Baghdad IZ, Baku AJ, Bamako ML, Bandar Seri Begawan BX,
Bangkok TH, Bangui CT, Banjul GA, Beijing CH, Beirut LE, Belgrade SR, Belize BH, Belmopan BH, Berlin GM, Bern SZ,
Bishkek KG, Bissau PU, Bogota CO, Bonn GM, Brasilia BR, Bratislava LO, Brazzaville CF, Bridgetown BB, Brussels BE,
Bucharest RO, Budapest HU, Buenos Aires AR, Bujumbura BY, Cairo EG, Canberra AS, Caracas VE, Chisinau MD, Colombo CE,
Conakry GV, Copenhagen DA, Cotonou BN, Dakar SG, Damascus SY, Dar Es Salaam TZ, Dhaka BG, Dili TT, Djibouti DJ, Doha QA,
Dublin EI, Dushanbe TI, Freetown SL, Gaborone BC, Georgetown GY, Grenada GJ, Guatemala GT, Hanoi VM, Harare ZI,
Helsinki FI, Islamabad PK, Jakarta ID, Kabul AF, Kampala UG, Kathmandu NP, Khartoum SU, Kigali RW, Kingston JM,
Kinshasa CG, Kolonia FM, Koror PS, Kuala Lumpur MY, Kuwait KU, Kyiv UP, La Paz BL, Libreville GB, Lilongwe MI, Lima PE,
Lisbon PO, Ljubljana SI, Lome TO, London UK, Luanda AO, Lusaka ZA, Luxembourg LU, Madrid SP, Majuro RM, Malabo EK,
Managua NU, Manama BA, Manila RP, Maputo MZ, Maseru LT, Mbabane WZ, Mexico MX, Minsk BO, Mogadishu SO, Monrovia LI,
Montevideo UY, Moroni CN, Moscow RS, Muscat MU, Nairobi KE, Nassau BF, Ndjamena CD, New Delhi IN, Niamey NG, Nicosia CY,
Nouakchott MR, Oslo NO, Ottawa CA, Ouagadougou UV, Panama PM, Paramaribo NS, Paris FR, Phnom Penh CB, Podgorica MW,
Port Au Prince HA, Port Louis MP, Port Moresby PP, Port Of Spain TD, Prague EZ, Praia CV, Pretoria SF, Pristina KV,
Quito EC, Rabat MO, Rangoon BM, Reykjavik IC, Riga LG, Riyadh SA, Rome IT, Saigon VS, San Jose CS, San Salvador ES,
Sanaa YM, Santiago CI, Santo Domingo DR, Sarajevo BK, Seoul KS, Singapore SN, Skopje MK, Sofia BU, Stockholm SW,
Suva FJ, Tallinn EN, Tashkent UZ, Tbilisi GG, Tegucigalpa HO, Tehran IR, Tel Aviv IS, The Hague NL, Tirana AL, Tokyo JA,
Tripoli LY, Tunis TS, Ulaanbaatar MG, Valletta MT, Vatican VT, Victoria SE, Vienna AU, Vientiane LA, Vilnius LH,
Warsaw PL, Wellington NZ, Windhoek WA, Yaounde CM, Yerevan AM, Zagreb HR,
Bathurst GA, Dacca BG, Fort Lamy CD, Jidda SA, Kiev UP, Lourenco Marques MZ, Salisbury RH, Tananarive MA
"""

CONSULATES = """
Adana TU, Alexandria EG, Almaty KZ, Amsterdam NL, Antwerp BE, Auckland NZ, Barcelona SP,
Barranquilla CO, Basel SZ, Belem BR, Belfast UK, Bilbao SP, Bombay IN, Bordeaux FR, Bremen GM, Brisbane AS, Bukavu CG,
Calcutta IN, Calgary CA, Cali CO, Cape Town SF, Casablanca MO, Cebu RP, Chengdu CH, Chennai IN, Chiang Mai TH,
Ciudad Juarez MX, Constantine AG, Curacao NA, Da Nang VM, Denpasar ID, Dhahran SA, Douala CM, Dubai AE, Durban SF,
Dusseldorf GM, Edinburgh UK, Erbil IZ, Florence IT, Frankfurt GM, Fukuoka JA, Genoa IT, Goteborg SW, Guadalajara MX,
Guangzhou CH, Guayaquil EC, Halifax CA, Hamburg GM, Hamilton BD, Hermosillo MX, Herat AF, Ho Chi Minh City VM,
Hong Kong HK, Hyderabad IN, Ibadan NI, Isfahan IR, Istanbul TU, Izmir TU, Jeddah SA, Jerusalem IS, Johannesburg SF,
Kaduna NI, Karachi PK, Khorramshahr IR, Kisangani CG, Kolkata IN, Krakow PL, Kyoto JA, Lagos NI, Lahore PK, Leipzig GM,
Leningrad UR, Lubumbashi CG, Lyon FR, Madras IN, Maracaibo VE, Marseille FR, Martinique MB, Matamoros MX,
Mazar-E-Sharif AF, Mazatlan MX, Medan ID, Medellin CO, Melbourne AS, Merida MX, Milan IT, Mombasa KE, Monterrey MX,
Montreal CA, Mumbai IN, Munich GM, Nagoya JA, Naha JA, Naples IT, Nice FR, Nogales MX, Nuevo Laredo MX, Oporto PO,
Oran AG, Osaka Kobe JA, Palermo IT, Perth AS, Peshawar PK, Ponta Delgada PO, Port Elizabeth SF, Poznan PL, Quebec CA,
Recife BR, Rio De Janeiro BR, Rotterdam NL, Salzburg AU, Sao Paulo BR, Sapporo JA, Seville SP, Shanghai CH,
Shenyang CH, Shiraz IR, Songkhla TH, St Petersburg RS, Strasbourg FR, Stuttgart GM, Surabaya ID, Sydney AS, Tabriz IR,
Tangier MO, Thessaloniki GR, Tijuana MX, Toronto CA, Trieste IT, Turin IT, Udorn TH, Vancouver CA, Vladivostok RS,
Winnipeg CA, Wuhan CH, Yekaterinburg RS, Zanzibar TZ, Zurich SZ
"""

#: stations that are no embassy or consulate named for its city: station; name; city; country; PLAD
OTHERS = """
STATE; Secretary of State; Washington; US; SECSTATE WASHDC
AITTAIPEI; American Institute Taiwan, Taipei; Taipei; TW; AIT TAIPEI
AITKAOHSIUNG; American Institute Taiwan, Kaohsiung; Kaohsiung; TW; AIT KAOHSIUNG
TAIPEI; American Institute Taiwan, Taipei; Taipei; TW; AMEMBASSY TAIPEI
PEKING; US Liaison Office Peking; Beijing; CH; USLO PEKING
HAVANA; US Interests Section Havana; Havana; CU; USINT HAVANA
IRANRPODUBAI; Iran RPO Dubai; Dubai; AE; IRAN RPO DUBAI
RPODUBAI; Iran RPO Dubai; Dubai; AE; RPO DUBAI
GENEVA; US Mission Geneva; Geneva; SZ; USMISSION GENEVA
CDGENEVA; US Delegation, Conference on Disarmament, Geneva; Geneva; SZ; USMISSION CD GENEVA
USTRGENEVA; USTR Geneva; Geneva; SZ; USMISSION USTR GENEVA
MTNGENEVA; US Delegation, Multilateral Trade Negotiations, Geneva; Geneva; SZ; USDEL MTN GENEVA
SALTTALKS; US Delegation, SALT; Geneva; SZ; USDEL SALT TWO GENEVA
MBFRVIENNA; US Delegation, MBFR; Vienna; AU; USDEL MBFR VIENNA
UNVIEVIENNA; UNVIE; Vienna; AU; USMISSION UNVIE VIENNA
IAEAVIENNA; US Mission IAEA Vienna; Vienna; AU; USMISSION IAEA VIENNA
USOSCE; Mission USOSCE; Vienna; AU; USMISSION USOSCE
UNROME; UN Rome; Rome; IT; USMISSION UN ROME
USUNNEWYORK; USUN New York; New York; US; USMISSION USUN NEW YORK
USNATO; Mission USNATO; Brussels; BE; USMISSION USNATO
USEUBRUSSELS; USEU Brussels; Brussels; BE; USEU BRUSSELS
ECBRUSSELS; US Mission EC Brussels; Brussels; BE; USMISSION EC BRUSSELS
OECDPARIS; US Mission OECD Paris; Paris; FR; USMISSION OECD PARIS
UNESCOPARISFR; Mission UNESCO; Paris; FR; USMISSION UNESCO PARIS FR
USBERLIN; US Mission Berlin; Berlin; WB; USMISSION BERLIN
BASRAH; REO Basrah; Basrah; IZ; REO BASRAH
HILLAH; REO Hillah; Hillah; IZ; REO HILLAH
KIRKUK; REO Kirkuk; Kirkuk; IZ; REO KIRKUK
MOSUL; REO Mosul; Mosul; IZ; REO MOSUL
PARTO; USDEL Secretary; ; ; USDEL SECRETARY
SECTO; USDEL Secretary; ; ; USDEL SECRETARY
TOSEC; Secretary of State; Washington; US; SECSTATE WASHDC
FESTTWO; FEST Two; ; ; FEST TWO
FSINFATC; FSI NFATC; Washington; US; DIR FSINFATC
CHARLESTON; FSC Charleston; Charleston; US; FSC CHARLESTON
SECDEF; Secretary of Defense; Washington; US; SECDEF WASHINGTON DC
USDOC; Department of Commerce; Washington; US; USDOC WASHDC
USDAFAS; Department of Agriculture; Washington; US; USDA FAS WASHDC
USDOJ; Department of Justice; Washington; US; DEPT OF JUSTICE WASHINGTON DC
USCBP; Customs and Border Protection; Washington; US; USCBP WASHINGTON DC
USIA; United States Information Agency; Washington; US; USIA WASHDC
WHITEHOUSE; White House; Washington; US; WHITE HOUSE WASHINGTON DC
CDCATLANTA; Centers for Disease Control; Atlanta; US; CDC ATLANTA GA
"""

#: other names of stations, in capitals without blanks: earlier or foreign names, abbreviations, what stands in
#: references, and typing errors met more than once
ALIASES = """
STATE: SECSTATE WASHDC DEPTOFSTATE DEPARTMENTOFSTATE STATA STATES STATTE SATE STAE STTE SECTATE
AITTAIPEI: AIT AITTAIPEIH AITTA
GENEVA: USMISSIONGENEVA USUNGENEVA
CDGENEVA: DISARMAMENTGENEVA
USTRGENEVA: USTRGENEV
MTNGENEVA: MTNGE
SALTTALKS: SALTT
MBFRVIENNA: MBFR MBFRV
UNVIEVIENNA: UNVIE UNVI UNVIEVIENN UNVIENNA UNVIEVIENA UNVEVIENNA
IAEAVIENNA: IAEAV
UNROME: USUNROME FODAGROME USUNROMEIT
USUNNEWYORK: USUN USUNNY USUNNEWYORKNY USUNN UNNEWYORK USUNNEYORK
USNATO: NATO NATOBRUSSELS USNATOBRUSSELS NATOB
USEUBRUSSELS: USEU USECBRUSSELS USEEC USEC EUBRUSSELS USEUBRUSSELSBE
ECBRUSSELS: ECBRU
OECDPARIS: USOECD USOECDPARIS OECDP
UNESCOPARISFR: UNESCOPARIS PARISFR USUNESCO
USBERLIN: USBER USBERL
PARTO: USDEL USDELPARTO
CDCATLANTA: CDC CDCATLANTAGA
ADDISABABA: ADDIS ADDISABEBA
ABUDHABI: ABUDHABY
ANTANANARIVO: ANTANARIVO
ASHGABAT: ASHKHABAD ASHGABAD
ALMATY: ALMAATA
BAGHDAD: BAGHADAD BAGDAD
BANDARSERIBEGAWAN: BSB
BASRAH: BASRA REOBASRAH
HILLAH: REOHILLAH ALHILLAH
KIRKUK: REOKIRKUK
MOSUL: REOMOSUL
BEIJING: BEJING BEIJNG
BERN: BERNE
BISHKEK: BISHTEK BISKEK
BOGOTA: BOGATA
BRASILIA: BRAZILIA BRASILA BRASIIA
BUENOSAIRES: BA BUENOSARIES BUENOSAIRS
BUJUMBURA: BUJA
CASABLANCA: CASA
CHIANGMAI: CHIENGMAI
CIUDADJUAREZ: JUAREZ CDJUAREZ
DARESSALAAM: DARESALAAM DARES
DUSSELDORF: DUESSELDORF
GUATEMALA: GUATEMALACITY
GUANGZHOU: CANTON
HOCHIMINHCITY: HCMC
HONGKONG: HK HONKKONG
ISFAHAN: ISFAHA ESFAHAN
JEDDAH: JEDDA
KATHMANDU: KATMANDU KATHAMNDU
KHARTOUM: KHARTOM KHARTUM
KINGSTON: KINSTON KINGSON
KUALALUMPUR: KL KUALA
KUWAIT: KUWAITCITY
LAPAZ: LAPAS
MEXICO: MEXICOCITY MEXICODF
MOGADISHU: MOGADISCIO
MONTERREY: MONTEREY
MUSCAT: MASCAT
NDJAMENA: NDJAENA NDJAMINA
NEWDELHI: NEWDEHLI DELHI NEWDELI
NOUAKCHOTT: NOUACKCHOTT
OSAKAKOBE: OSAKA KOBE
OUAGADOUGOU: OUAGA
PANAMA: PANAMACITY PANANA PANAM
PHNOMPENH: PHNOM PENH
PORTAUPRINCE: PORTAUPR PORTUAPRINCE
PORTOFSPAIN: PORTSPAIN
PRISTINA: PRISITNA
QUEBEC: QUEBECCITY
RANGOON: RANGON YANGON
REYKJAVIK: REKJAVIK REYJKAVIK
RIODEJANEIRO: RIO RIODEJAN RIODEJANIERO RIODE
SANAA: SANA
SANJOSE: SANJSE SANJOE
SANTIAGO: SANTIGO SANTAGO
SANTODOMINGO: SANTODOMINIGO
SAOPAULO: SAOPAUO SCOPAULO SAOPOLO SAOPALO
STPETERSBURG: SAINTPETERSBURG
TBILISI: TIBILISI TBLISI
TEGUCIGALPA: TEGUC TEGUS TEGUCIAGALPA
TEHRAN: TEHERAN
TELAVIV: TELAVIVYAFO
THEHAGUE: HAGUE
THESSALONIKI: SALONIKA THESSALONICA
ULAANBAATAR: ULANBATOR ULAANBATAAR
VALLETTA: VALETTA
VATICAN: HOLYSEE VATICANCITY
WELLINGTON: WELLINGOTN
YEKATERINBURG: EKATERINBURG
"""
