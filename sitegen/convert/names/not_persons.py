"""Words of organisations, laws, operations, ships, months, papers: what makes a run of capitalised words no person.

All in lower case without accents.
"""

from __future__ import annotations

#: a run of names that ends in one of these is the name of a thing (Arellano Felix Organization, Leahy Act, Nobel Prize)
THING_SUFFIXES: frozenset[str] = frozenset(
    """
    organization organisation cartel group party front movement army brigade brigades battalion militia corps force forces foundation institute institution university college school academy seminary center centre
    bank company companies corporation corp inc ltd llc gmbh ag sa plc spa holding holdings enterprise enterprises industries industry firm brothers bros sons associates partners consortium fund funds trust
    union federation confederation association society club league alliance coalition bloc caucus network committee commission council board bureau agency authority administration office ministry department directorate
    secretariat service services court tribunal parliament congress senate assembly chamber house act law bill amendment convention treaty accord accords agreement protocol charter declaration resolution initiative plan program programme
    project process doctrine report reports prize award medal order fellowship scholarship lecture forum conference summit dialogue roundtable seminar workshop festival games cup olympics day week year month operation exercise
    times post news journal herald tribune gazette daily weekly magazine newspaper paper press agency television tv radio channel media broadcasting network review today observer telegraph guardian standard
    airlines airways air shipping lines line motors oil gas petroleum energy steel power mining telecom communications systems technologies technology international group hotel inn restaurant cafe
    family clan tribe dynasty brotherhood faction wing camp regime junta government cabinet presidency era rule policy
    vessel ship frigate submarine tanker aircraft helicopter missile missiles rocket rifle class
    faith islam mosque church cathedral temple shrine street avenue road square park airport province district city island river lake valley bridge tunnel mountains border refinery pipeline dam
    fellow fellows chair professorship hall building tower complex compound estate mansion palace castle villa barracks base prison cemetery stadium arena theater museum library gallery hospital clinic
    platform pact compact formula scheme scandal affair case trial inquiry investigation verdict massacre revolution uprising intifada coup war wars offensive incident crisis reform reforms
    sharia madrassa madrassah madrasa university's high elementary secondary technical polytechnic
    website site blog online dot com foundation's square's martyrs
    """.split()
)

#: a run that begins with one of these is the name of a thing, and what follows belongs to it
THING_PREFIXES: frozenset[str] = frozenset(
    """
    operation operacion operacao exercise project plan proyecto programa fundacion fundacao foundation instituto institute universidad universidade university universite colegio hospital
    partido party movimiento frente fuerza alianza alliance coalition bank banco banque grupo group empresa compania cooperativa sindicato confederacion federacion asociacion association
    uss usns hms ms mv m/v m/t ss rms hmas ins fv f/v vessel tanker frigate hotel restaurante restaurant cafe avenida avenue calle rue street boulevard plaza colonia
    le la les el los las il der die das revista diario radio television tv canal casa hurricane typhoon tropical storm
    hezb hizb hezb-e jamaat jamiat jemaah lashkar jaish harakat tehrik tehreek al-qaida al-qaeda ansar jund hizbul harkat
    order church iglesia igreja mosque cathedral catedral basilica st saint san santa santo sao
    """.split()
)

#: firms, papers, parties and acronyms: no names of persons unless a given name stands before them ("Carl Bild")
FIRMS: frozenset[str] = frozenset(
    """
    internet web google yahoo microsoft boeing airbus lockheed toyota siemens gazprom lukoil rosneft petrobras pemex pdvsa aramco exxonmobil exxon chevron shell total eni repsol rosoboronexport nokia ericsson vodafone volkswagen mercedes fiat
    reuters interfax itar-tass tass ria-novosti xinhua kyodo afp dpa ansa cnn bbc aljazeera al-jazeera al-arabiya al-hayat al-ahram al-manar al-hurra al-sharq al-quds al-watan al-riyadh al-akhbar al-anwar an-nahar as-safir haaretz ha'aretz maariv ma'ariv yediot pravda
    izvestia kommersant vedomosti spiegel bild zeit monde figaro liberation pais mundo universal reforma milenio jornada clarin nacion excelsior proceso globo folha estado veja corriere repubblica stampa hurriyet milliyet sabah zaman radikal cumhuriyet asahi
    yomiuri mainichi nikkei newsweek economist facebook twitter youtube wikipedia televisa
    hamas hizballah hezbollah hizbollah hizbullah fatah taliban al-qaida al-qaeda al-qa'ida al-qa'eda qaida qaeda al-shabaab shabaab al-aqsa al-azhar al-quds farc eln auc eta ira plo pflp jundallah janjaweed peshmerga pkk pyd kdp puk dtp akp chp mhp bjp pml ppp mqm anp jui
    likud kadima meretz shas mapam labor labour tories tory knesset duma rada majlis bundestag bundesrat sejm riksdag storting althingi folketing eduskunta saeima seimas diet dail seanad lok sabha rajya bicameral shura loya jirga mossad shin mukhabarat stasi kgb fsb gru svr savak isi raw
    nato eu un us uk ussr oas oau au asean apec ecowas sadc igad mercosur caricom unasur alba caf opec osce iaea imf wto who fao ilo itu unesco unicef unhcr undp unep unsc unga unifil unmik monuc minurso minustah kfor isaf eufor opcw npt ctbt abm cfe start inf
    nafta cafta cafta-dr fta ftaa tifa bit mou moa sofa loa pko wmd ied ieds ngo ngos dto dtos gdp hiv aids h1n1 sars
    sedena semar sre ssp pgr cisen segob afi pfp siedo cenapi pri pan prd plataforma
    hebdo ahram masry dustour shorouk alam akhbar
    usun usoas usnato usau unvie sce usaid usda
    alcoa citibank citigroup comex merck pfizer roche bayer basf enron halliburton bechtel textron raytheon northrop grumman goldman sachs merrill lynch lehman ibm intel cisco oracle caterpillar monsanto cargill dole chiquita nestle unilever
    al-shabab al-arabiyah al-arabiya al-ghad al-diyar al-janoub al-faqih al-youm
    """.split()
)

#: nouns of other languages that begin or end the names of bodies, places and papers (Fondo Ambiental, Sueddeutsche Zeitung)
FOREIGN_NOUNS: frozenset[str] = frozenset(
    """
    accion acao aerolineas agencia agua aguas ambiental ambiente alianca asamblea asociacion autopista autopistas autoridad banca banco banque boca bolsa brigada caisse caja camara casa cassa centro centros cerro cidade ciencia
    civico codigo colegio comando comercio comision comissao comite comunidad comunidade concejo condicion conferencia confederacao congreso consejo conselho conservacion consorcio construcciones contraloria cooperacion coordinadora coordinacion
    correo corte costa cultura cumbre defensa defensoria democracia democrata democratico departamento derecho derechos desarrollo desarollo dialogo diario dinero direccion economia economico educacion ejercito electrica empresa empresarios energia
    escuela estado estrategia estrella estudios etat federal federacao feria ferrocarril financiera fiscalia fondo fondos forca forcas foro forum frontera fuerzas gobierno governo guardia guardia-civil guerra hacienda hermanos historia hogar hoy
    iglesia independiente industria iniciativa instituto interior internacional inversiones investigacion isla justicia juventud juzgado laboratorio liberal liberacion liga madre medio mercado mesa ministerio ministero ministere mision missao movimento
    mujer mujeres mundial mundo nacional nacion naval norte nuevas oficina organizacion padre pais palacio parque partido partisi patria paz plano playa plaza policia politica politico popular prensa presidencia presidencial programa progresista progreso promocion
    proteccion protegidas pueblo puente quai radio reforma regional registro republica revolucion rincon rio salud sector seguridad semana senado servicio servicios sindicato sistema social sociedad sociedade solidario solidaridad soberania sol sur tecnologia teleferico
    telefonica terra tierra todo trabajo trabalho trabalhadores trabajadores transparencia transporte tribunal union universidad vale valores verde via vida viva voz zona ambassade assemblee bataillon bureau centrale chambre chantier cite conseil cour
    democratique direction droits ecole economie entreprise etats force generale gouvernement institut jeune jeunesse journal justice liberte maison marche ministre mouvement nationale ouest parti peuple police presse progres republicain revue
    securite societe syndicat travail allgemeine anzeiger blatt bote bund bundes dagblad danske deutsche deutscher gesellschaft handelsblad handelsblatt kurier land landes merkur morgen nachrichten neue neueste presse rundschau stadt tageblatt tagesspiegel tageszeitung
    verband verein volks volksfreund volkskrant zeitung westdeutsche norddeutsche frankfurter berliner mannheimer stuttgarter dresdner trierischer sueddeutsche norddeutscher algemeen nieuwe agenzia autorita camera citta compagnia comune consiglio corte economica ente
    forza giornale giustizia governo guardia impresa istituto lega lotta ministero movimento nuova ordine partito popolo regione repubblica sera servizio societa stato sviluppo ufficio unita vigili hezb jama'at jamaatt jamaat gama'at wilayat qasr dar bayt beit
    majlis hizb ittihad haraka sawt rashtra samithi samiti sena desam dal khalsa rashtrapati bhavan vidhan parishad mahasabha morcha nagar bazar bazaar pradesh partisi birligi vakfi meclisi cumhuriyeti gazetesi bankasi dernegi
    farmacias supermercados ferreteria hoteles bahr wadi kafr beni dair ein shatt jabal lac lago golfo foz morro pontal serra praia playas mar
    modus bona mein sinn ku status quo pro per ad hoc
    """.split()
)

#: single words that are never a part of a person's name in running text
NOT_NAMES: frozenset[str] = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec
    summary comment comments note notes end begin introduction conclusion background ref refs reftel reftels septel septels para paras paragraph action request subject tags classified unclassified confidential secret noforn sensitive sipdis
    exchequer materiel entr amembassy amconsul secstate washdc reftel al-masry masry youm
    post posts mission embassy embassies consulate consulates usint usembassy department dept usg usdel codel staffdel congressdel poloff poloffs polcouns polcouncilor econoff econoffs econcouns emboff emboffs conoff conoffs congen consul acting
    paoff pao pas cao io iro rso arso cg pc dcm dcm's a/dcm charge cda datt rao odc nas ins ice dhs dea fbi cia doj dod dos usaid usda epa fda faa tsa cbp uscg usmc usaf usn osd nsc ndu eucom centcom southcom northcom pacom africom socom
    gom gob gon gor gos goi gop goc goj gof gog goe gol gok got goy gou gov goaj goajc gots gocr gon gosl gozm gsl gotg gorm grt gdrc gor
    islam christianity judaism hinduism catholicism communism socialism marxism christmas easter ramadan eid passover hanukkah ashura nowruz
    constitution article chapter title section annex phase round track tier group pillar option level category type part table figure number
    state states nation nations republic kingdom empire federation commonwealth emirate sultanate
    english spanish french german arabic russian portuguese italian chinese japanese hebrew turkish persian farsi dari pashto urdu hindi swahili latin
    north south east west northern southern eastern western central middle upper lower far near
    mr mrs ms dr prof sir madam miss sr sra jr
    the a an of and or for in on at to by with from as but nor so if into onto over under upon between among against without within during since until
    dear sincerely regards attention attn poc pocs begin end text point points tel fax email website phone
    god allah bible koran quran qur'an torah messiah buddha
    alevi sunni shia xinjiang merida nobel kyoto bretton schengen doha lisbon
    nan etc also however moreover furthermore meanwhile according although though because while when where who whom whose which what why how this that these those there here they them their his her its our your he she we you it
    yes no not only some many most all both each every either neither several such other another others more less few first second third fourth fifth last next new old former current
    one two three four five six seven eight nine ten hundred thousand million billion percent
    """.split()
)

#: bodies and collectives that speak: "Hamas said" and "Moscow agreed" name no person
ORGANISATION_WORDS: frozenset[str] = frozenset(
    """
    ministry department office directorate secretariat agency bureau division branch section unit service services force forces police army navy air guard command staff corps council committee commission board panel delegation
    parliament congress senate assembly house chamber court tribunal party parties government governments administration cabinet opposition coalition alliance bank company companies corporation group union association federation institute foundation
    university college school academy center centre embassy consulate mission agency authority authorities press media radio television newspaper network church mosque
    affairs relations security defense defence justice interior finance economy trade commerce industry agriculture health education labor labour transport transportation energy environment planning development cooperation integration policy
    human rights democracy intelligence counterterrorism narcotics crime law enforcement customs immigration migration population treasury budget culture tourism sports youth women communications information technology science research
    international national federal regional provincial municipal local public private political economic social military civil civilian cultural commercial legal constitutional electoral judicial legislative executive diplomatic consular general special
    european african asian american latin arab islamic united democratic republican socialist communist liberal conservative christian popular people peoples revolutionary progressive
    initiative program programme project plan strategy agreement treaty convention protocol act law bill resolution declaration charter conference summit forum meeting session dialogue visit trip
    spokesman's north-south counter-terrorism non-proliferation nonproliferation disarmament
    """.split()
)
