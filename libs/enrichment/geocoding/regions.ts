import { placeKey } from './place-names.ts';

/** A first-level division, by the code that the city data uses (GeoNames admin1). */
export interface Region {
  readonly country: string;
  readonly adminCode: string;
  readonly name: string;
}

/** `adminCode[/usual code]=name[=other names]`, divisions parted by semicolons. */
const tables: Readonly<Record<string, string>> = {
  US: 'AL=Alabama;AK=Alaska;AZ=Arizona;AR=Arkansas;CA=California=Calif;CO=Colorado;CT=Connecticut;DE=Delaware;DC=District of Columbia;FL=Florida;GA=Georgia;HI=Hawaii;ID=Idaho;IL=Illinois;IN=Indiana;IA=Iowa;KS=Kansas;KY=Kentucky;LA=Louisiana;ME=Maine;MD=Maryland;MA=Massachusetts=Mass;MI=Michigan;MN=Minnesota;MS=Mississippi;MO=Missouri;MT=Montana;NE=Nebraska;NV=Nevada;NH=New Hampshire;NJ=New Jersey;NM=New Mexico;NY=New York;NC=North Carolina;ND=North Dakota;OH=Ohio;OK=Oklahoma;OR=Oregon;PA=Pennsylvania;RI=Rhode Island;SC=South Carolina;SD=South Dakota;TN=Tennessee;TX=Texas;UT=Utah;VT=Vermont;VA=Virginia;WA=Washington;WV=West Virginia;WI=Wisconsin;WY=Wyoming',
  CA: '01/AB=Alberta;02/BC=British Columbia=Colombie-Britannique;03/MB=Manitoba;04/NB=New Brunswick=Nouveau-Brunswick;05/NL=Newfoundland and Labrador=Newfoundland;07/NS=Nova Scotia=Nouvelle-Écosse;08/ON=Ontario;09/PE=Prince Edward Island;10/QC=Quebec=Québec;11/SK=Saskatchewan;12/YT=Yukon;13/NT=Northwest Territories;14/NU=Nunavut',
  AU: '01/ACT=Australian Capital Territory;02/NSW=New South Wales;03/NT=Northern Territory;04/QLD=Queensland;05/SA=South Australia;06/TAS=Tasmania;07/VIC=Victoria;08/WA=Western Australia',
  GB: 'ENG=England;SCT=Scotland;WLS=Wales=Cymru;NIR=Northern Ireland',
  DE: '01=Baden-Württemberg;02=Bavaria=Bayern;03=Bremen;04=Hamburg;05=Hesse=Hessen;06=Lower Saxony=Niedersachsen;07=North Rhine-Westphalia=Nordrhein-Westfalen=NRW;08=Rhineland-Palatinate=Rheinland-Pfalz;09=Saarland;10=Schleswig-Holstein;11=Brandenburg;12=Mecklenburg-Western Pomerania=Mecklenburg-Vorpommern;13=Saxony=Sachsen;14=Saxony-Anhalt=Sachsen-Anhalt;15=Thuringia=Thüringen;16=Berlin',
  AT: '01=Burgenland;02=Carinthia=Kärnten;03=Lower Austria=Niederösterreich;04=Upper Austria=Oberösterreich;05=Salzburg;06=Styria=Steiermark;07=Tyrol=Tirol;08=Vorarlberg;09=Vienna=Wien',
  CH: 'AG=Aargau;BE=Bern;BL=Basel-Landschaft;BS=Basel-Stadt;FR=Fribourg=Freiburg;GE=Geneva=Genève;GR=Graubünden=Grisons;JU=Jura;LU=Lucerne=Luzern;NE=Neuchâtel;SG=St. Gallen=Sankt Gallen;SO=Solothurn;SZ=Schwyz;TG=Thurgau;TI=Ticino=Tessin;VD=Vaud;VS=Valais=Wallis;ZG=Zug;ZH=Zürich',
  FR: '11=Île-de-France;24=Centre-Val de Loire;27=Bourgogne-Franche-Comté;28=Normandy=Normandie;32=Hauts-de-France;44=Grand Est;52=Pays de la Loire;53=Brittany=Bretagne;75=Nouvelle-Aquitaine;76=Occitanie;84=Auvergne-Rhône-Alpes;93=Provence-Alpes-Côte d’Azur=PACA;94=Corsica=Corse',
};

/** Codes that stand for a region only behind a city, never alone: too short to be anything else for sure. */
const regions: ReadonlyMap<string, readonly Region[]> = buildIndex();
const names: ReadonlyMap<string, string> = new Map(
  [...regions.values()].flat().map(({ country, adminCode, name }) => [`${country}.${adminCode}`, name]),
);

/** The regions that a name or a code in capitals stands for; a code such as WA is one of several countries. */
export function regionsNamed(text: string): readonly Region[] {
  const trimmed = text.trim().replace(/\.$/, '');
  const code = trimmed.replaceAll('.', '');
  return (/^[A-Z]{2,3}$/.test(code) ? regions.get(`code ${code}`) : undefined) ?? regions.get(placeKey(trimmed)) ?? [];
}

/** The English name of a division; null for the countries whose divisions are not listed. */
export function regionName(country: string, adminCode: string): string | null {
  return names.get(`${country}.${adminCode}`) ?? null;
}

function buildIndex(): Map<string, Region[]> {
  const found = new Map<string, Region[]>();
  const add = (key: string, region: Region) => found.set(key, [...(found.get(key) ?? []), region]);
  for (const [country, table] of Object.entries(tables)) {
    for (const entry of table.split(';')) {
      const [code = '', name = '', ...others] = entry.split('=');
      const [adminCode = '', usualCode = adminCode] = code.split('/');
      const region = { country, adminCode, name };
      if (/^[A-Z]{2,3}$/.test(usualCode) && country !== 'GB') add(`code ${usualCode}`, region);
      for (const key of new Set([name, ...others].map(placeKey))) add(key, region);
    }
  }
  return found;
}
