import { fold } from '../web/text.ts';

/**
 * The key under which a place name is found: folded, without punctuation, "St" and "Ste" written out.
 */
export function placeKey(name: string): string {
  return fold(name)
    .replace(/['’‘ʻ`´.]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^st /, 'saint ')
    .replace(/^ste /, 'sainte ')
    .replace(/^ft /, 'fort ')
    .replace(/^mt /, 'mount ');
}

/** Keys of a name, the German and Nordic spellings without umlauts (Muenchen, Malmoe, Aarhus) included. */
export function placeKeys(name: string): string[] {
  const spelled = name.replace(/[äæ]/gi, 'ae').replace(/[öøœ]/gi, 'oe').replace(/ü/gi, 'ue').replace(/å/gi, 'aa');
  return [...new Set([placeKey(name), placeKey(spelled)])];
}

/**
 * Other names of cities, by country and the name in the GeoNames extract, which has one name a city: the native ones
 * where it has the English one, the reverse, and forms in daily use.
 */
export const otherCityNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AT: { Vienna: 'Wien,Vienne,Viena,Wenen' },
  BE: {
    Brussels: 'Bruxelles,Brussel,Brüssel,Bruselas',
    Antwerpen: 'Antwerp,Anvers',
    Gent: 'Ghent,Gand',
    Brugge: 'Bruges',
    Leuven: 'Louvain',
    Liège: 'Luik,Lüttich',
    Mechelen: 'Malines',
  },
  BG: { Sofia: 'София,Sofija' },
  BR: { Brasília: 'Brasilia DF' },
  CA: { Montréal: 'Montreal', Québec: 'Quebec City,Ville de Québec' },
  CH: { Zürich: 'Zurigo', Genève: 'Geneva,Genf,Ginevra', Bern: 'Berne,Berna', Basel: 'Bâle,Basle', Luzern: 'Lucerne' },
  CN: {
    Beijing: 'Peking,北京,北京市',
    Shanghai: '上海,上海市',
    Guangzhou: 'Canton,广州,广州市',
    Shenzhen: '深圳,深圳市',
    Hangzhou: '杭州,杭州市',
    'Xi’an': 'Xian',
  },
  CO: { Bogotá: 'Bogotá D.C.,Santa Fe de Bogotá' },
  CZ: { Prague: 'Praha,Prag,Praga', Brno: 'Brünn', Pilsen: 'Plzeň' },
  DE: {
    Munich: 'München,Monaco di Baviera,Múnich',
    Köln: 'Cologne,Colonia',
    'Frankfurt am Main': 'Frankfurt,Frankfurt a.M.,Frankfurt/Main,Francfort',
    Nürnberg: 'Nuremberg',
    Hannover: 'Hanover',
    Hamburg: 'Hambourg',
    Freiburg: 'Freiburg im Breisgau',
    'Halle (Saale)': 'Halle',
  },
  DK: { Copenhagen: 'København,Kobenhavn,Kopenhagen,Köpenhamn', Århus: 'Aarhus' },
  EG: { Cairo: 'Al Qahirah,القاهرة,Le Caire,Kairo' },
  ES: {
    Sevilla: 'Seville',
    Zaragoza: 'Saragossa',
    Palma: 'Palma de Mallorca',
    'Las Palmas de Gran Canaria': 'Las Palmas',
    Alicante: 'Alacant',
    Valencia: 'València',
  },
  FI: { Helsinki: 'Helsingfors', Turku: 'Åbo', Tampere: 'Tammerfors', Espoo: 'Esbo' },
  FR: { Paris: 'Parigi,París', Marseille: 'Marseilles', Lyon: 'Lyons', Strasbourg: 'Straßburg', Nice: 'Nizza' },
  GB: {
    London: 'Londres,Londra,Londen',
    Edinburgh: 'Edinbourg',
    'Kingston upon Hull': 'Hull',
    Cardiff: 'Caerdydd',
    'Newcastle upon Tyne': 'Newcastle',
  },
  GR: { Athens: 'Athina,Αθήνα,Athen,Athènes', Thessaloníki: 'Θεσσαλονίκη,Salonica', Piraeus: 'Πειραιάς' },
  HU: { Budapest: 'Bp' },
  IE: { Dublin: 'Baile Átha Cliath' },
  IL: { 'Tel Aviv': 'Tel Aviv-Yafo,Tel-Aviv,תל אביב', Jerusalem: 'ירושלים' },
  IN: {
    Bengaluru: 'Bangalore',
    Mumbai: 'Bombay',
    Chennai: 'Madras',
    Kolkata: 'Calcutta',
    Gurgaon: 'Gurugram',
    Cochin: 'Kochi',
    Mysore: 'Mysuru',
    Pune: 'Poona',
  },
  IT: {
    Rome: 'Roma,Rom',
    Milan: 'Milano,Mailand',
    Turin: 'Torino',
    Florence: 'Firenze,Florenz',
    Naples: 'Napoli,Neapel',
    Venice: 'Venezia,Venedig',
    Genoa: 'Genova,Genua',
    Padova: 'Padua',
    Bolzano: 'Bozen',
    Mantova: 'Mantua',
  },
  JP: {
    Tokyo: '東京,東京都,Tokio',
    Osaka: '大阪,大阪市',
    Kyoto: '京都,京都市',
    Yokohama: '横浜市,横浜',
    Nagoya: '名古屋市',
    Sapporo: '札幌市',
    Fukuoka: '福岡市',
  },
  KR: { Seoul: '서울,서울특별시,Séoul', Busan: 'Pusan,부산' },
  LU: { Luxembourg: 'Luxemburg,Lëtzebuerg,Luxembourg City' },
  MX: {
    'Mexico City': 'Ciudad de México,CDMX,México D.F.,Mexico DF',
    'Santiago de Querétaro': 'Querétaro',
    Juárez: 'Ciudad Juárez',
    'León de los Aldama': 'León',
  },
  NL: { 'The Hague': "Den Haag,'s-Gravenhage,La Haye", "'s-Hertogenbosch": 'Den Bosch' },
  PL: {
    Warsaw: 'Warszawa,Warschau,Varsovie',
    Kraków: 'Cracow,Krakau',
    Wrocław: 'Breslau',
    Gdańsk: 'Danzig',
    Łódź: 'Lodz',
  },
  PT: { Lisbon: 'Lisboa,Lissabon,Lisbonne', Porto: 'Oporto' },
  RO: { Bucharest: 'București,Bucuresti,Bukarest', Iaşi: 'Iași', Timişoara: 'Timișoara' },
  RS: { Belgrade: 'Beograd,Београд,Belgrad' },
  RU: { Moscow: 'Moskva,Москва,Moskau,Moscou', 'Saint Petersburg': 'Sankt-Peterburg,Санкт-Петербург,St. Petersburg' },
  SE: { Göteborg: 'Gothenburg', Stockholm: 'Estocolmo', Malmö: 'Malmo' },
  SI: { Ljubljana: 'Laibach' },
  TR: { Istanbul: 'İstanbul,Estambul', İzmir: 'Izmir' },
  UA: { Kyiv: 'Kiev,Київ', Odessa: 'Odesa', Lviv: 'Львів,Lemberg', Kharkiv: 'Харків' },
  US: {
    'New York City': 'New York,NYC,New York NY',
    'Washington, D.C.': 'Washington,Washington DC',
    'Lexington-Fayette': 'Lexington',
    Nashville: 'Nashville-Davidson',
    'The Bronx': 'Bronx',
    Honolulu: 'Honolulu HI',
    Boise: 'Boise City',
    Ventura: 'San Buenaventura',
  },
  VN: { 'Ho Chi Minh City': 'Hồ Chí Minh,Saigon,TP. Hồ Chí Minh,TP HCM', Hanoi: 'Hà Nội' },
};
