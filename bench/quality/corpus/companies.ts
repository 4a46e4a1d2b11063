/** A made-up company. */
export interface Business {
  readonly name: string;
  readonly slug: string;
  readonly language: string;
  readonly industry: string;
  readonly description: string;
}

const TUNED = `Harrowgate Instruments|harrowgate|en|Precision instruments|We build torque sensors for test benches, made in one workshop since 1984.
Pellworth & Sons Ltd|pellworth|en|Wholesale|Pellworth supplies independent bakeries with flour, yeast and good advice.
Lumenfold Inc|lumenfold|en|Software|Lumenfold plans lighting for hospitals: one model from the first sketch to the last lamp.
Brauckmann Fördertechnik GmbH|brauckmann|de|Maschinenbau|Wir planen und bauen Förderanlagen für Sägewerke und Papierfabriken.
Seidenfaden Verlag|seidenfaden|de|Verlagswesen|Unabhängiger Verlag für Gartenbücher, Wanderkarten und Kalender.
Ateliers Roquevaire SARL|roquevaire|fr|Ébénisterie|Nous restaurons des escaliers anciens et fabriquons des meubles sur mesure.
Grupo Altamirez SL|altamirez|es|Energía solar|Instalamos y mantenemos huertos solares para cooperativas agrícolas.
Vetreria Montelieto Srl|montelieto|it|Vetro artistico|Soffiamo vetro per lampade e facciate, a mano, da tre generazioni.
Waterkant Systemen BV|waterkant|nl|Watertechniek|Wij maken pompen en sluizen die polders droog houden.
Nordhavn Kabel A/S|nordhavnkabel|da|Kabelproduktion|Vi fremstiller søkabler til havvindmøller og færger.
Zielona Pracownia Sp. z o.o.|zielonapracownia|pl|Architektura krajobrazu|Projektujemy ogrody na dachach i podwórka szkolne w całej Polsce.
Marés Conservas Lda|mares|pt|Alimentação|Enlatamos sardinha e cavala da costa, sem pressa e sem corantes.
株式会社青葉精工|aobaseiko|ja|精密機械|青葉精工は、歯車と小型軸受を一つずつ検査して世界中のお客様へ届けています。
Björkdal Mätteknik AB|bjorkdal|sv|Mätteknik|Vi kalibrerar vågar och termometrar åt apotek i hela landet.`;

const SET_APART = `Ostermoor Cartography Ltd|ostermoor|en|Cartography|Ostermoor draws walking maps from our own surveys, printed to survive the rain.
Klangwerk Orgelbau GmbH|klangwerk|de|Orgelbau|Wir bauen und stimmen Pfeifenorgeln für Kirchen und Konzertsäle.
Fromagerie Lestrade SAS|lestrade|fr|Agroalimentaire|Nous affinons des fromages de brebis dans les caves du village.
Telares Quiroga SL|quiroga|es|Textil|Tejemos lonas y velas técnicas para barcos de trabajo.
Torrefazione Balzanelli Srl|balzanelli|it|Torrefazione|Tostiamo caffè in piccoli lotti per bar e pasticcerie.
Dijkzicht Bouw BV|dijkzicht|nl|Bouw|Wij renoveren boerderijen met hout en leem uit de streek.
Havgasse Fiskeri ApS|havgasse|da|Fiskeri|Vi fanger og ryger makrel og sælger den samme dag på kajen.
Pracownia Bursztyn Sp. z o.o.|bursztyn|pl|Jubilerstwo|Oprawiamy bursztyn w srebro i naprawiamy stare zegary.`;

function read(rows: string): Business[] {
  return rows.split('\n').map((row) => {
    const [name = '', slug = '', language = '', industry = '', description = ''] = row.split('|');
    return { name, slug, language, industry, description };
  });
}

/** The companies of the pages that are tuned on, and those of the pages that are set apart. */
export const COMPANIES = { tuned: read(TUNED), heldOut: read(SET_APART) } as const;
