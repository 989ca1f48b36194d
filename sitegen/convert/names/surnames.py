"""Surnames that stand alone in a cable without an introduction, and surnames that are English words.

All in lower case without accents.
"""

from __future__ import annotations

#: statesmen and other public figures of 1960 to 2010 whom cables name by surname alone
PUBLIC_FIGURES: frozenset[str] = frozenset(
    """
    obama bush clinton reagan nixon kissinger cheney rumsfeld wolfowitz powell biden mccain kerry albright truman eisenhower kennedy roosevelt churchill petraeus mccaffrey holbrooke zoellick negroponte khalilzad bremer odierno mcchrystal
    chertoff napolitano mukasey ashcroft gonzales geithner paulson greenspan bernanke mullen gates
    chavez castro lula kirchner uribe bachelet fujimori noriega pinochet peron aristide preval zelaya micheletti ortega allende humala toledo vazquez mujica lugo arias torrijos martinelli calderon zedillo salinas fernandez insulza amorim garcia-perez
    mandela mbeki zuma mugabe tsvangirai kibaki odinga museveni kagame kabila bashir al-bashir turabi obasanjo yar'adua abacha gbagbo ouattara compaore biya bongo sassou taylor doe savimbi mobutu nkrumah nyerere zenawi isaias kikwete raila
    mubarak sadat nasser qadhafi qaddafi gaddafi kadafi qadhdhafi assad al-assad arafat abbas haniyeh mishal meshaal dahlan fayyad netanyahu olmert sharon peres barak livni rabin begin lieberman shamir hussein saddam maliki al-maliki talabani barzani
    sistani al-sistani sadr al-sadr hakim al-hakim allawi jaafari chalabi hariri siniora nasrallah jumblatt geagea aoun lahoud berri khamenei khomeini ahmadinejad rafsanjani khatami larijani mottaki jalili mousavi karroubi rouhani rowhani velayati
    karzai mullah-omar musharraf zardari bhutto sharif kayani gilani zia bouteflika zawahiri zarqawi laden bin-laden ghannouchi saleh
    putin medvedev yeltsin gorbachev brezhnev khrushchev stalin lenin lavrov ivanov kadyrov khodorkovsky primakov andropov gromyko lukashenko lukashenka yushchenko tymoshenko yanukovych kuchma saakashvili shevardnadze aliyev nazarbayev karimov
    niyazov berdimuhamedov bakiyev akayev rahmon voronin sarkisian sargsian kocharian
    erdogan ozal demirel ecevit gul ataturk davutoglu babacan sezer ocalan sarkozy chirac mitterrand villepin kouchner jospin merkel schroeder kohl steinmeier westerwelle fischer blair thatcher miliband straw berlusconi prodi andreotti frattini
    zapatero aznar moratinos rajoy barroso solana ashton almunia mandelson patten papandreou karamanlis papadopoulos christofias talat denktash milosevic karadzic mladic tito tudjman djindjic kostunica tadic thaci haradinaj dodik izetbegovic
    ceausescu basescu havel klaus walesa kaczynski tusk sikorski orban gyurcsany fico meciar ansip ilves adamkus hitler mussolini franco salazar annan elbaradei ahtisaari ban-ki-moon haider balkenende verhofstadt rasmussen reinfeldt bildt
    nehru gandhi vajpayee advani rajapaksa rajapakse prabhakaran suharto sukarno habibie wahid yudhoyono mahathir badawi anwar najib thaksin abhisit sondhi marcos aquino arroyo estrada sihanouk ranariddh koizumi hatoyama aso fukuda nakasone
    denktas ahmedinejad ahmadi-nejad qadafi ghadafi asad al-asad sleiman suleiman-michel fidel evo wolfensohn strauss-kahn lagarde trichet zedong jintao jiabao xiaoping lieberman kouchner steinberg talbott berger tenet panetta hayden mccarthy
    mao deng jiang zhou dalai hitler napoleon marx trotsky guevara ghaddafi abdullah
    """.split()
)

#: words of English that are common surnames too: after a title or a given name they are one
SURNAME_WORDS: frozenset[str] = frozenset(
    """
    bush rice brown powell white black green gray grey hill hills wood woods young king baker cook cooke gates fox price hunter mason carter cooper fisher potter miller smith taylor walker parker turner porter butler carpenter page
    bishop pope major marshall marshal judge duke earl prince knight noble rich rose field fields banks brooks lake rivers waters ford stone flood frost snow winter summers spring day may weeks moon star bird crane drake swan wolf lamb bull
    hart fish pike salmon rush bond chase grant hope joy love best good wise strong small short long little large power powers sharp sweet swift gay blunt bright savage wild wilder speed hood cross church temple bell ball bow bows
    arms hand foot head heard cain cash court case chambers hall house houses rooms street streets lane park parks gardener gardner shepherd sheppard weaver glass golden silver steel irons reed reid root roots branch leaf flowers
    berry cherry peach plum olive nut oaks ash bush forest moore heath marsh pool ponds wells well spring burns mills mines pitts barnes barrow burrows holmes homes cotton lace button frank curtain straw hay wheat rye corn barley
    sanders sanchez baldwin english french german holland ireland scott wales england welsh irish west north south east norman roman jordan israel paris london york lincoln hamilton clay sands dale glen means pickering piper harper singer
    sawyer saddler tanner wheeler wright chandler draper dyer farmer skinner slater spicer steward stewart franks pound penny pence rhodes rowe rusk rove rogue lott dodd frist reid pell leach hoar goss hague cable straw ball hoon clay
    crocker patterson ross ricks cantor pane drew lay law laws lord lords mayor noble nobles guy fine fortune fellows friend friends hubbard ham mines blanco cox case carr bass barber bacon archer abbey abbot akin ames
    morales reyes rosales torres flores canales corrales portales fuentes montes cortes paredes robles chaves alves neves nieves dines hines raines gaines haines barnes hayes hughes jones james peres perkins adkins jenkins hawkins watkins atkins collins mullins stevens rogers roberts edwards richards phillips matthews andrews abrams hicks dix ames ochs fuchs mines
    lee lea low lowe loft lodge lock locke light may mark marks marine martin maker hooker hull husk ivy keen key keys keeling kidd lamb land lander lead leader peak pierce pine pinch pitt plant platt poole post pratt press prior proctor purcell
    quick quail ray raven read reader redmond rees ring rock rocks roe rolls rook rush sage sell seller sellers sharpe shaw shore silk singer slaughter sparks spear spears speaker stern stiles still storm story tate teller thorn tower towers townsend tripp twist
    vale vest vine wade wait wall walls ward warden ware warner wash watts way weeks welch wells whale wharf whist wick wing wolfe worth yates crow coffin coats cole collar cone conway counts craft cram crisp crook cruise cross current curry
    dean deer dell denning dent dike dove down downs doyle drum dunk dust dwyer eagle eastman egan elder farrow fast feather ferry finch finger fire flag flake flint flower fly foster fowler foy freed freeman frame fry fuller game garden garner garrison gentry
    gill goldman gore grace grave graves greer griffin grimes gross grove groves gun guest guise hale hammer hammond handy hardy hare harrow hatch hatchet hawk hawkins hay hazel heart herd hick hike hoover horn horne howl huff hunt hurley
    ham mines swartz rosen bolton ford nance dorr biegun burns hadley crumpton dell welch hill jeffrey fried hillen bass pyle silver marks
    """.split()
)

#: surnames that are common where cables come from: weaker than a public figure, stronger than an unknown word
COMMON_SURNAMES: frozenset[str] = frozenset(
    """
    garcia martinez rodriguez lopez gonzalez gonzales hernandez perez sanchez ramirez cruz flores gomez morales vazquez jimenez reyes diaz torres gutierrez ruiz mendoza aguilar ortiz castillo moreno romero alvarez mendez chavez rivera juarez
    dominguez castro vargas medina munoz guzman rojas herrera aguirre suarez molina delgado rios contreras silva vega navarro campos ortega soto guerrero cardenas sandoval acosta nunez rosas leon figueroa cortez cortes montoya valdes valdez espinosa espinoza
    pena pacheco salazar escobar velasquez velasco cabrera cordero alfaro chinchilla solis monge calderon quiros arguedas villalobos zamora zuniga araya rocha roca santos souza sousa oliveira pereira ferreira almeida costa carvalho gomes ribeiro martins
    alves barbosa rocha dias nascimento nunes cardoso teixeira araujo machado freitas correia pinto fonseca moreira barros mendes tavares amaral rezende furtado
    rossi russo ferrari esposito bianchi romano ricci marino greco conti mancini lombardi moretti fontana santoro martini leone longo gentile martinelli vitale ferri bianco
    dubois durand moreau lefebvre leroy roux bertrand fournier girard bonnet lambert fontaine rousseau faure mercier boyer garnier chevalier gauthier perrin robin clement morin henry
    mueller muller schmidt schneider fischer weber wagner becker schulz hoffmann koch bauer richter klein wolf schroeder neumann schwarz zimmermann braun hofmann hartmann krueger werner lange schmitt krause meier lehmann maier koehler herrmann walter
    jansen janssen bakker visser smit meijer mulder bos vos peters hendriks dekker brouwer dijkstra hansen johansen olsen larsen andersen nilsen pedersen kristiansen jensen nielsen sorensen rasmussen christensen johansson andersson karlsson nilsson eriksson larsson
    olsson persson svensson gustafsson pettersson lindberg korhonen virtanen makinen nieminen laine heikkinen jonsson gunnarsson olafsson sigurdsson magnusson gudmundsson einarsson johannsson
    ivanov petrov sidorov smirnov kuznetsov popov vasiliev sokolov mikhailov novikov fedorov morozov volkov alekseev lebedev semenov egorov pavlov kozlov stepanov nikolaev orlov andreev makarov nikitin zakharov zaitsev kovalenko shevchenko bondarenko tkachenko kravchenko boyko
    novak svoboda novotny dvorak cerny kowalski wisniewski wojcik kaminski lewandowski zielinski szymanski wozniak dabrowski nowak nagy kovacs toth szabo horvath varga popescu ionescu popa jovanovic petrovic nikolic markovic djordjevic stojanovic ilic stankovic pavlovic
    horvat kovacevic babic maric dimitrov georgiev nikolov todorov papadopoulos georgiou yilmaz kaya demir celik sahin yildiz yildirim ozturk aydin ozdemir arslan dogan kilic aslan cetin kara koc kurt ozkan simsek
    ahmed ali hassan hussein mohammed mohamed ibrahim mahmoud khalil saleh salem abdullah rahman khan malik hussain iqbal butt chaudhry qureshi sheikh siddiqui ansari mirza bhatti rana shah
    singh kumar sharma verma gupta patel reddy rao nair menon iyer mukherjee banerjee chatterjee bhattacharya das bose ghosh sen roy dutta mishra pandey tiwari yadav jha sinha prasad mehta joshi desai patil kulkarni naidu pillai krishnan subramanian swamy bhatt kapoor khanna malhotra
    perera fernando silva wickremesinghe bandaranaike jayawardene karki thapa koirala gurung shrestha adhikari nguyen tran pham hoang phan dang bui ngo duong wang zhang chen liu yang huang zhao zhou xu sun zhu lin guo luo zheng liang xie tang deng feng peng cheng
    kim lee park choi jung kang cho yoon jang lim sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki matsumoto inoue kimura hayashi shimizu yamazaki mori abe ikeda hashimoto ishikawa ogawa okada hasegawa fujita
    okafor okeke adeyemi balogun mensah owusu boateng asante diallo traore coulibaly keita camara konate ouedraogo sawadogo diop ndiaye fall sow ba diouf mbeki dlamini nkosi ndlovu moyo sibanda ncube banda phiri mwanza tembo chanda otieno odhiambo kamau njoroge mwangi wanjiru kariuki
    tesfaye bekele haile kebede tadesse habte smith johnson williams jones davis miller wilson anderson thomas taylor moore jackson martin thompson harris clark lewis robinson walker hall allen wright hill scott adams nelson mitchell roberts campbell phillips evans edwards collins
    stewart morris murphy rogers cook morgan peterson cooper bailey kelly howard cox richardson watson brooks bennett gray james hughes myers ross foster sullivan russell jenkins perry powell long patterson hughes washington butler simmons bryant alexander griffin hayes hamilton graham
    wallace woods cole west jordan owens reynolds fisher ellis harrison gibson mcdonald cruz marshall ortiz gomez murray freeman webb simpson stevens tucker porter hunter hicks crawford henry boyd mason kennedy warren dixon burns gordon shaw holmes rice robertson henderson
    cohen levy goldberg friedman katz shapiro rosenberg mizrahi peretz biton dahan levi azoulay
    """.split()
)
