"""Organization TAGS: bodies that a cable is concerned with, by the abbreviation that stands in the TAGS line.

Sources: the TAGS handbook of 1974, section 15, for the bodies of that time; for later ones general knowledge: a body by
the abbreviation that it goes by itself. The Department's own codes among them, for bodies whose abbreviation was taken
or could be misread, are APECO, AU-1, CDG, EUN, MTCRE and WTRO (general knowledge too).
"""

from __future__ import annotations

_TABLE = """
ADB Asian Development Bank; AFDB African Development Bank; AEC Atomic Energy Commission; ANZUS Australia, New Zealand,
and United States Council; APEC Asia-Pacific Economic Cooperation; APECO Asia-Pacific Economic Cooperation; ARF ASEAN
Regional Forum; ASEAN Association of Southeast Asian Nations; AU-1 African Union; CACM Central American Common Market;
CARICOM Caribbean Community; CBW Chemical and Biological Weapons; CCD Conference of the Committee on Disarmament; CDB
Caribbean Development Bank; CDG Conference on Disarmament, Geneva; CENTO Central Treaty Organization; CIS Commonwealth
of Independent States; COCOM Coordinating Committee on Export Controls; COE Council of Europe; COMECON Council for
Mutual Economic Assistance; CSCE Conference on Security and Cooperation in Europe; CTBT Comprehensive Nuclear-Test-Ban
Treaty; CWC Chemical Weapons Convention; DEA Drug Enforcement Administration; DHS Department of Homeland Security; DOD
Department of Defense; DOE Department of Energy; EBRD European Bank for Reconstruction and Development; ECOSOC UN
Economic and Social Council; ECOWAS Economic Community of West African States; EEC European Communities; EFTA European
Free Trade Association; EU European Union; EUN European Union; FAO Food and Agriculture Organization; FARC
Revolutionary Armed Forces of Colombia; FBI Federal Bureau of Investigation; FTAA Free Trade Area of the Americas;
GATT General Agreement on Tariffs and Trade; GCC Gulf Cooperation Council; IAEA International Atomic Energy Agency;
IBRD International Bank for Reconstruction and Development; ICAO International Civil Aviation Organization; ICJ
International Court of Justice; ICRC International Committee of the Red Cross; ICTR International Criminal Tribunal
for Rwanda; ICTY International Criminal Tribunal for the Former Yugoslavia; IDB Inter-American Development Bank; IEA
International Energy Agency; IFAD International Fund for Agricultural Development; ILC International Law Commission;
ILO International Labor Organization; IMCO Intergovernmental Maritime Consultative Organization; IMF International
Monetary Fund; IMO International Maritime Organization; INTELSAT International Telecommunications Satellite
Organization; INTERPOL International Criminal Police Organization; IOM International Organization for Migration; ITU
International Telecommunication Union; IWC International Whaling Commission; MBFR Mutual and Balanced Force
Reductions; MERCOSUR Southern Common Market; MTCR Missile Technology Control Regime; MTCRE Missile Technology Control
Regime; NAC North Atlantic Council; NASA National Aeronautics and Space Administration; NATO North Atlantic Treaty
Organization; NPG Nuclear Planning Group; NPT Nuclear Non-Proliferation Treaty; NSF National Science Foundation; NSG
Nuclear Suppliers Group; OAS Organization of American States; OAU Organization of African Unity; OECD Organization for
Economic Cooperation and Development; OIC Organization of the Islamic Conference; OIE World Organization for Animal
Health; OPCW Organization for the Prohibition of Chemical Weapons; OPEC Organization of the Petroleum Exporting
Countries; OPIC Overseas Private Investment Corporation; OSCE Organization for Security and Cooperation in Europe;
PAHO Pan American Health Organization; PLO Palestine Liberation Organization; SAARC South Asian Association for
Regional Cooperation; SADC Southern African Development Community; SEATO Southeast Asia Treaty Organization; UN United
Nations; UNCTAD UN Conference on Trade and Development; UNDC UN Disarmament Commission; UNDP UN Development Program;
UNEP UN Environment Program; UNESCO UN Educational, Scientific and Cultural Organization; UNFPA UN Population Fund;
UNGA UN General Assembly; UNHCR UN High Commissioner for Refugees; UNHRC UN Human Rights Council; UNICEF UN Children's
Fund; UNIDO UN Industrial Development Organization; UNMIK UN Mission in Kosovo; UNODC UN Office on Drugs and Crime;
UNRWA UN Relief and Works Agency for Palestine Refugees; UNSC UN Security Council; UPU Universal Postal Union; USAID
U.S. Agency for International Development; USEU U.S. Mission to the European Union; USIA U.S. Information Agency; USTR
U.S. Trade Representative; USUN U.S. Mission to the United Nations; WCO World Customs Organization; WEU Western
European Union; WFP World Food Program; WHO World Health Organization; WIPO World Intellectual Property Organization;
WMO World Meteorological Organization; WTO World Trade Organization; WTRO World Trade Organization
"""

#: code -> name
ORGANIZATIONS: dict[str, str] = {
    code: name for code, _, name in (row.strip().partition(" ") for row in _TABLE.replace("\n", " ").split(";"))
}
#: code -> (last year, what it meant until then, "" where that is not known)
FORMER_ORGANIZATIONS: dict[str, tuple[int, str]] = {
    "WTO": (1991, "Warsaw Treaty Organization"), "UNHRC": (2005, ""),  # the Council was founded in 2006
}
