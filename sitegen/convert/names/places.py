"""Names of countries, nationalities, regions and cities: words that stand where a person's name could stand.

Spellings are those of English-language official writing, without accents, in lower case. A name of several words counts as a
whole (``PLACE_PHRASES``); the single words of ``PLACES`` count one by one.
"""

from __future__ import annotations

_COUNTRIES = """
abkhazia afghanistan africa albania algeria america americas andorra angola anguilla antarctica antigua arabia argentina armenia aruba asia australasia australia austria azerbaijan
bahamas bahrain bangladesh barbados belarus belgium belize benin bermuda bhutan bolivia bosnia botswana brazil britain brunei bulgaria burkina burma burundi cambodia
cameroon canada catalonia chad chechnya chile china colombia comoros congo crimea croatia cuba curacao cyprus czechoslovakia dagestan darfur denmark djibouti dominica drc dprk ecuador
egypt england eritrea estonia ethiopia eurasia europe fiji finland france gabon gambia gaza gdr georgia germany ghana gibraltar greece greenland grenada guadeloupe guam guatemala guinea
guinea-bissau guyana haiti herzegovina holland honduras hungary iceland india indochina indonesia ingushetia iran iraq ireland israel italy jamaica japan jordan karabakh kashmir kazakhstan kenya kiribati
korea kosovo kurdistan kuwait kyrgyzstan kyrgyz laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg macau macedonia madagascar malawi malaysia maldives mali malta
martinique mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar nagorno namibia nauru nepal netherlands nicaragua niger nigeria norway oman
ossetia pakistan palau palestine panama paraguay peru philippines poland portugal prc qatar romania russia rwanda samoa scandinavia scotland senegal serbia seychelles siberia singapore
slovakia slovenia somalia somaliland spain sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania thailand tibet timor timor-leste togo tonga transnistria tunisia turkey turkmenistan
tuvalu uganda ukraine uruguay usa ussr uzbekistan vanuatu venezuela vietnam wales yemen yugoslavia zaire zambia zanzibar zimbabwe
"""

_NATIONALITIES = """
afghan african albanian algerian american andean angolan arab arabian arabic argentine argentinean argentinian armenian asian australian austrian azerbaijani azeri bahraini balkan baltic bangladeshi
basque belarusian belarussian belgian bengali berber bolivian bosniak bosnian brazilian british briton bulgarian burmese burundian cambodian cameroonian canadian caribbean castilian catalan caucasian
chadian chechen chilean chinese christian colombian congolese coptic costarican croat croatian cuban cypriot czech dane danish djiboutian dominican druse druze dutch ecuadoran ecuadorian egyptian emirati english
eritrean estonian ethiopian eurasian european fijian filipino finn finnish french gabonese gambian gaullist georgian german ghanaian greek guatemalan guinean guyanese haitian hebrew hindu hispanic honduran
hungarian hutu iberian icelandic icelander indian indonesian iranian iraqi irish islamic israeli italian ivoirian ivorian jamaican japanese jew jewish jordanian kazakh kazakhstani kenyan khmer korean kosovar
kurd kurdish kuwaiti kyrgyz lao laotian lapp latin latvian lebanese liberian libyan lithuanian macedonian maghrebi malagasy malawian malay malaysian maldivian malian maltese maronite
mauritanian mauritian mayan mexican moldovan mongolian montenegrin moor moroccan mozambican muslim namibian nepalese nepali nicaraguan nigerian nigerien nordic norwegian omani orthodox ossetian ottoman pakistani
palestinian panamanian papuan paraguayan pashtun persian peruvian philippine pole polish portuguese protestant punjabi qatari roma romanian romanic russian rwandan rwandese salvadoran salvadorean saudi saxon
scandinavian scot scottish semitic senegalese serb serbian shia shiite shi'a shi'ite sikh sindhi singaporean slav slavic slovak slovene slovenian somali soviet spaniard spanish sudanese sunni surinamese swede
swedish swiss syrian taiwanese tajik tamil tanzanian tatar thai tibetan togolese trinidadian tunisian turk turkic turkish turkmen tutsi ugandan uighur ukrainian uruguayan uyghur uzbek venezuelan vietnamese
welsh yemeni yemenite yugoslav zairian zambian zimbabwean zionist zulu catholic anglican lutheran evangelical wahhabi salafi alawite alevi sinhalese ahmadi bahai baha'i hizmet copt peronist sandinista chavista maoist
bolivarian chavez-backed islamist latino afro-brazilian anglo anglo-american cossack crimean hashemite confucian buddhist jesuit mennonite mormon quaker baptist methodist presbyterian pentecostal
"""

_REGIONS_AND_STATES = """
aceh adriatic aegean alaska alabama alberta amazon amazonas amazonia anatolia anbar andalusia andes anbar arizona arkansas assam atlantic azores baja balochistan baluchistan balkans baltics bavaria bekaa bengal biafra bihar brandenburg brittany
bugesera cabinda caledonia california caribbean carinthia carolina casamance caspian catalunya caucasus caucuses chaco chiapas chihuahua colorado connecticut coahuila cordillera corsica dakota dalmatia darien delaware diyala
donbass durango emirates equateur euphrates fallujah fata flanders florida galicia galilee ganges guangdong guangxi guerrero gujarat gulf hainan haryana hawaii helmand hindu-kush iberia idaho illinois indiana inter-american iowa ituri jalisco java jharkhand kandahar karnataka
kansas karbala kasai katanga kentucky kerala khuzestan kivu kordofan kunar lapland latakia levant logar lombardy louisiana luhansk luzon maharashtra maghreb maine manitoba maryland massachusetts mashreq mato
mediterranean mesopotamia michigan michoacan midwest mindanao minnesota mississippi missouri montana morelos najaf nangarhar nebraska nevada nimruz nile nineveh nord normandy northwest nuristan nunavut nwfp oaxaca oceania ogaden ohio oklahoma ontario oregon orissa orient oruzgan uruzgan
pacific paktia paktika pampa panjshir patagonia pennsylvania piedmont pomerania provence prussia puebla punjab quebec rajasthan rhine rhineland ruhr ruthenia sabah sahara sahel saladin sarawak saskatchewan savoy saxony scania sichuan
sicily silesia sinai sinaloa sindh sistan sonora sulawesi sumatra swabia swat tamaulipas tasmania tarija tennessee texas thrace thuringia tigray tigris transcaucasus transylvania tuscany ulster utah vermont veracruz vidarbha vojvodina
volga volta voivodina wallonia waziristan westphalia wisconsin wyoming xinjiang yorkshire yucatan yukon yunnan zabul zealand zulia antioquia arauca caqueta putumayo guaviare choco cauca narino santander meta bahia parana pernambuco goias minas ceara paraiba
"""

_CITIES = """
aachen abidjan abuja acapulco accra adana addis aden adelaide agadir agra ahmedabad alexandria algiers aleppo almaty amman amritsar amsterdam anchorage ankara antalya antananarivo antwerp aqaba apia arbil arusha ashdod ashgabat ashkelon asmara asmera
asuncion astana aswan asyut athens atlanta auckland austin baghdad baku bali baltimore bamako banaras bandung bangalore bangkok bangui banjul baqubah barcelona barranquilla basel basra bata batumi beersheba beijing beirut belem belfast belgrade belmopan benghazi
bergen berlin bern berne bethlehem bilbao birmingham bishkek bissau blantyre bogota bologna bombay bonn bordeaux boston bradford brasilia bratislava brazzaville bremen bridgetown brindisi brisbane bristol brno brussels bucaramanga bucharest budapest bujumbura bukavu
bukhara burgas bursa busan cairo calabar calcutta calgary cali cancun canberra canton caracas cardiff cartagena casablanca cebu chengdu chennai chiang chicago chisinau chittagong chongqing christchurch cincinnati cochabamba cologne colombo conakry concepcion copenhagen cordoba cork cotonou
cracow culiacan curitiba dakar dalian dallas damascus damietta darwin davos debre delhi den denver detroit dhahran dhaka dili dili diyarbakir dnipropetrovsk dodoma doha donetsk dortmund douala dover dresden dubai dublin dubrovnik durban durres dushanbe dusseldorf ecatepec edinburgh
edmonton eilat entebbe erbil erfurt erzurum esbjerg esfahan esteli faisalabad famagusta fargo fes fez florence fortaleza frankfurt freetown fukuoka funafuti gaborone galway garissa gaza gaziantep gdansk gdynia geneva genoa ghazni ghent glasgow goma goteborg gothenburg
graz grozny guadalajara guangzhou guantanamo guayaquil gwadar hague haifa halabja halifax hama hamburg hamilton hangzhou hannover hanoi harare harbin hargeisa havana hebron helsinki herat hermosillo heraklion hiroshima hobart homs honiara houston hyderabad incheon innsbruck irbil
irkutsk isfahan islamabad istanbul izmir jaffna jakarta jalalabad jeddah jenin jericho jerusalem jinja johannesburg johor juba juarez kabul kaduna kaliningrad kampala kandy kano kaohsiung karachi karlsruhe kathmandu katowice kaunas kazan khan-yunis kharkiv kharkov khartoum
khost khulna kiel kiev kyiv kigali kingston kingstown kinshasa kirkuk kisangani kismayo kisumu kobe kolkata konya koror kosice krakow krasnoyarsk kunming kunduz kyoto laayoune lagos lahore lausanne leeds leipzig leon leningrad libreville lille lilongwe lima limassol limpopo
lisbon liverpool ljubljana lodz lome london lourdes luanda lubango lubumbashi lucknow lugano lusaka luxor lviv lvov lyon lyons maastricht macao madras madrid madurai mahdia majuro makassar malabo malaga male malmo managua manama manaus manchester mandalay manila maputo maracaibo
marbella maribor mariel marrakech marrakesh marseille marseilles maseru mashhad mbabane mecca medan medellin medina melbourne memphis mexicali miami milan milwaukee minneapolis minsk mitrovica mogadishu mombasa monrovia monterrey montevideo montreal moroni mosul mostar moscow mumbai
munich murmansk muscat nablus nagasaki nagoya nairobi nanjing nantes naples nasiriyah nassau nazareth ndjamena n'djamena naypyidaw newark niamey nice nicosia nis nouakchott norfolk nottingham noumea novgorod novosibirsk nuevo nuremberg nukualofa nuuk odessa okinawa omaha omsk oran orlando osaka
osh oslo ostrava ottawa oujda ouagadougou oxford palermo paramaribo paris pattaya perth peshawar philadelphia phoenix pittsburgh plovdiv podgorica pondicherry poona porto portsmouth potosi potsdam poznan prague praia pretoria prevlaka pristina prishtina pskov pune punta pusan pyongyang
quetta quito rabat rafah ramadi ramallah rangoon yangon ravenna rawalpindi recife reykjavik reynosa riga rimini riyadh rome roma rosario rostock rotterdam sacramento salzburg samara samarkand samarra sanaa sana'a sana saporo sapporo sarajevo seattle sendai seoul seville sfax shanghai sharjah
shenyang shenzhen shymkent sidon simferopol skopje smolensk sochi sofia split srebrenica srinagar stockholm strasbourg stuttgart suez sukhumi surabaya surat suva sydney szczecin tabriz tabuk taipei tallinn tamale tampa tampere tampico tangier tangiers tartu tartus tashkent tbilisi tegucigalpa tehran teheran tel
thessaloniki thimphu tijuana tikrit tirana tirane tobruk tokyo toledo toronto toulouse trabzon tripoli trieste trondheim tskhinvali tulkarm tulsa tunis turin turku uppsala ushuaia utrecht vaduz valencia valletta valparaiso vancouver varanasi varna vatican venice vienna vientiane vilnius visakhapatnam
vladivostok volgograd warsaw washington wellington windhoek winnipeg wroclaw wuhan xian yakutsk yalta yamoussoukro yaounde yekaterinburg yerevan yokohama york zadar zagreb zaragoza zaranj zinder zurich zvornik abyei aalborg aarhus agadez alger oruro sucre iquitos cusco arequipa trujillo
matamoros nogales laredo brownsville mazatlan tapachula toluca morelia torreon saltillo cuernavaca queretaro merida campeche tabasco hidalgo tlaxcala zacatecas nayarit colima limon cartago heredia alajuela guanacaste puntarenas liberia
escazu camp-david annapolis kyoto maastricht amsterdam bonn rambouillet schengen davos dayton helsinki oslo potsdam quantico langley pentagon kremlin elysee downing whitehall westminster capitol foggy
"""

#: prefixes of place names: what follows is a place (San Jose, Ciudad Juarez, Port Louis, Fort Bliss, Lake Victoria)
PLACE_PREFIXES: frozenset[str] = frozenset(
    """
    san santa santo sao st saint sainte ciudad puerto port porto fort ft camp lake lago laguna mount mt monte cape cabo villa vila rio river isla isle islas ile cerro valle val costa playa bahia nuevo nueva new
    old north south east west northern southern eastern western central upper lower greater grand gran los las la le les el il dar deir tel tell umm wadi bab beit ras jebel jabal khan nahr ain wat ulan kota kuala pulau
    great southeast southwest northeast northwest addis hong kiryat ramat petah bandar
    avenida avenue ave calle rue via piazza plaza place palazzo colonia barrio hotel cafe restaurant estadio stadium teatro hospital clinica aeropuerto colegio rua praca paseo boulevard
    """.split()
)

#: what ends a place name (Benito Juarez Airport, Chapultepec Street)
PLACE_SUFFIXES: frozenset[str] = frozenset(
    """
    airport airfield street avenue ave road boulevard blvd square plaza park province state region district county city town village island islands river lake sea ocean bay gulf strait straits canal valley mountain
    mountains desert peninsula border port harbor harbour hotel hospital stadium bridge tunnel highway cathedral mosque church temple museum library theater theatre palace castle fort base barracks camp prison penitentiary
    station terminal refinery pipeline dam field fields mine reservoir basin coast beach hills heights prefecture oblast krai governorate department municipality municipio commune canton quarter neighborhood township suburb
    embassy residence house building tower center centre complex compound zone corridor delta falls forest reserve neighbourhood subdistrict colony settlement outpost airbase shrine monastery cemetery
    """.split()
)

PLACES: frozenset[str] = frozenset(" ".join((_COUNTRIES, _NATIONALITIES, _REGIONS_AND_STATES, _CITIES)).split())

COUNTRIES: frozenset[str] = frozenset(_COUNTRIES.split())

NATIONALITIES: frozenset[str] = frozenset(_NATIONALITIES.split())

#: places of several words whose parts could be persons' names
PLACE_PHRASES: frozenset[str] = frozenset(
    """
    san jose|san juan|san francisco|san diego|san antonio|san pedro|san pedro sula|san salvador|santa cruz|santa fe|santa clara|santa barbara|santo domingo|santiago de cuba|santiago de chile|sao paulo|sao tome|los angeles|las vegas|la paz|
    la habana|el paso|el salvador|el alto|el fasher|costa rica|puerto rico|puerto vallarta|ciudad juarez|nuevo leon|nuevo laredo|baja california|buenos aires|rio grande|rio de janeiro|rio branco|porto alegre|belo horizonte|punta arenas|quintana roo|
    sri lanka|new york|new delhi|new jersey|new mexico|new orleans|new zealand|new hampshire|new england|north korea|south korea|south africa|saudi arabia|abu dhabi|abu ghraib|abu musa|abu zaabal|dar es salaam|addis ababa|tel aviv|hong kong|ho chi minh city|
    phnom penh|kuala lumpur|chiang mai|port au prince|port-au-prince|port louis|port moresby|port said|port sudan|port of spain|cape town|cape verde|sierra leone|ivory coast|cote d'ivoire|burkina faso|equatorial guinea|guinea bissau|khan yunis|khan younis|deir ez zor|mazar e sharif|
    mazar-e-sharif|mazar sharif|ulaan baatar|nizhny novgorod|st petersburg|saint petersburg|st louis|st lucia|st kitts|st vincent|trinidad and tobago|antigua and barbuda|papua new guinea|andhra pradesh|madhya pradesh|uttar pradesh|himachal pradesh|arunachal pradesh|tamil nadu|west bengal|jammu and kashmir|
    camp david|camp ashraf|fort bragg|fort bliss|monte carlo|monte alban|mount sinai|lake victoria|victoria falls|white house|blue house|pink house|casa rosada|los pinos|wall street|downing street|red square|tora bora|nagorno karabakh|nagorno-karabakh|
    south ossetia|east timor|west bank|golan heights|sharm el sheikh|sharm el-sheikh|sharm al sheikh|al anbar|umm qasr|shatt al arab|bandar abbas|mar del plata|mato grosso|minas gerais|santa catarina|espirito santo|fernando de noronha|juan fernandez|vina del mar|cox's bazar|coxs bazar|
    isla margarita|san luis potosi|san cristobal|san miguel|san ignacio|san martin|san andres|san carlos|san lorenzo|san marino|san felipe|santa rosa|santa ana|santa elena|santa marta|santa maria|saint lucia|george town|georgetown|kings cross|victoria island|prince edward island|mexico city|panama city|guatemala city|kuwait city|vatican city|gaza city|benito juarez|
    villa somalia|puntland|santa monica|juan santamaria|simon bolivar international|jose marti international|tierra del fuego|plaza de mayo|cerro rico|kingdom of saudi arabia|guantanamo bay|diego garcia|christmas island|marshall islands|solomon islands|cook islands|falkland islands|virgin islands|ashmore reef
    """.replace("\n", "").replace("  ", "").strip().split("|")
)
