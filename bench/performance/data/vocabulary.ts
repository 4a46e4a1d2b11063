/** Names of one script, commonest first; `ascii` has the form of each that emails are made of. */
export interface Script {
  /** The share of all contacts whose names are of it. */
  readonly share: number;
  readonly first: readonly string[];
  readonly firstAscii: readonly string[];
  readonly last: readonly string[];
  readonly lastAscii: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Reads `Владимир/vladimir` and the like; a name without a slash is ASCII already. */
function script(share: number, first: readonly string[], last: readonly string[]): Script {
  const shown = (name: string): string => name.split('/')[0] ?? name;
  const ascii = (name: string): string => (name.split('/')[1] ?? name).toLowerCase();
  return {
    share,
    ...{ first: first.map(shown), firstAscii: first.map(ascii) },
    ...{ last: last.map(shown), lastAscii: last.map(ascii) },
  };
}

/** Surnames with a long tail, as a phone book has them: every stem with every ending, in an order that mixes both. */
function surnames(stems: readonly string[], endings: readonly string[]): string[] {
  const count = stems.length * endings.length;
  // 7919 is prime, and so visits every pair once.
  return Array.from({ length: count }, (_, index) => {
    const pair = (index * 7919) % count;
    return `${stems[pair % stems.length] ?? ''}${endings[Math.floor(pair / stems.length)] ?? ''}`;
  });
}

const ENGLISH_FIRST = words(`
  James Mary John Patricia Robert Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica
  Thomas Sarah Charles Karen Christopher Lisa Daniel Nancy Matthew Betty Anthony Sandra Mark Ashley Donald Emily Steven
  Kimberly Andrew Margaret Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa George Deborah Timothy
  Stephanie Ronald Rebecca Jason Laura Edward Helen Jeffrey Sharon Ryan Cynthia Jacob Kathleen Gary Amy Nicholas Angela
  Eric Shirley Jonathan Brenda Stephen Emma Larry Anna Justin Pamela Scott Nicole Brandon Samantha Benjamin Katherine
  Samuel Ruth Gregory Olivia Alexander Frank Priya Arjun Wanjiru Kofi Amara Thandiwe Oluwaseun Ngozi Makena Sipho`);

const ENGLISH_LAST = [
  ...words('Smith Johnson Williams Brown Jones Davis Miller Wilson Moore Taylor Anderson Thomas Jackson White Harris'),
  ...surnames(
    words(`Black Green Holm Stone Wood Ash Brook Clay Dun East Fair Gold Hart Iron King Lang Mill North Oak Pem Quin Red
      Sand Thorn Under Vale West York Ember Fox Glen Hazel Ives Jarrow Kes Lock Marsh Nether Or Pike Rock Stan Trent`),
    words(`berg field ford ham ley man more over port quist ridge shaw smith son stead ston ton wall ward way well wick
      wood worth by croft dale den gate grave hurst land low mere mouth thorpe tree vik wright`),
  ),
];

const ACCENTED_FIRST = words(`
  José/jose María/maria Søren/soren Zoë/zoe Jürgen/jurgen François/francois Björn/bjorn Łukasz/lukasz Renée/renee
  Günther/gunther Chloé/chloe André/andre Ángel/angel Şükrü/sukru Håkon/hakon Ñuño/nuno Nguyễn/nguyen Ödön/odon
  Žofia/zofia Élodie/elodie Joaquín/joaquin Jiří/jiri Čeněk/cenek Ørjan/orjan Ève/eve Gwenaëlle/gwenaelle Íñigo/inigo`);

const ACCENTED_LAST = words(`
  García/garcia Müller/muller Núñez/nunez Dvořák/dvorak Sørensen/sorensen Łęcki/lecki Åström/astrom Öztürk/ozturk
  Lefèvre/lefevre Gonçalves/goncalves Škoda/skoda Đorđević/dordevic Hämäläinen/hamalainen Björklund/bjorklund
  Çelik/celik Ibáñez/ibanez Kováč/kovac Trần/tran Fernández/fernandez Groß/gross Wójcik/wojcik Bērziņš/berzins
  Păunescu/paunescu Muñoz/munoz Béranger/beranger Jókai/jokai Yılmaz/yilmaz Sjöberg/sjoberg Østergård/ostergard`);

/** All names, made up of common ones; the shares add up to 1. None holds the rare or the common word. */
export const SCRIPTS: readonly Script[] = [
  script(0.6, ENGLISH_FIRST, ENGLISH_LAST),
  script(0.18, ACCENTED_FIRST, ACCENTED_LAST),
  script(
    0.07,
    words(`Александр/aleksandr Мария/maria Дмитрий/dmitri Анна/anna Сергей/sergei Ольга/olga Андрей/andrei
      Елена/elena Юрий/yuri Наталья/natalia Володимир/volodymyr Ксения/ksenia Їжак/yizhak Фёдор/fyodor`),
    words(`Иванов/ivanov Смирнова/smirnova Кузнецов/kuznetsov Попова/popova Соколов/sokolov Лебедева/lebedeva
      Шевченко/shevchenko Ковальчук/kovalchuk Новикова/novikova Фёдоров/fyodorov Щукин/shchukin Ёлкина/yolkina`),
  ),
  script(
    0.03,
    words('Γιώργος/giorgos Μαρία/maria Δημήτρης/dimitris Ελένη/eleni Κώστας/kostas Κατερίνα/katerina Νίκος/nikos'),
    words('Παπαδόπουλος/papadopoulos Νικολάου/nikolaou Οικονόμου/oikonomou Βασιλείου/vasileiou Γεωργίου/georgiou'),
  ),
  script(
    0.04,
    words('محمد/mohammed فاطمة/fatima أحمد/ahmed عائشة/aisha علي/ali مريم/maryam يوسف/yusuf زينب/zaynab خالد/khalid'),
    words('الحسن/alhassan العلي/alali حداد/haddad منصور/mansour النجار/alnajjar خوري/khoury السيد/alsayed'),
  ),
  script(
    0.05,
    words('伟/wei 芳/fang 娜/na 秀英/xiuying 敏/min 静/jing 太郎/taro 花子/hanako 健一/kenichi 美咲/misaki 磊/lei'),
    words('王/wang 李/li 张/zhang 刘/liu 陈/chen 佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 歐陽/ouyang'),
  ),
  script(
    0.03,
    words('민준/minjun 서연/seoyeon 지훈/jihoon 하은/haeun 도윤/doyoon 수빈/subin'),
    words('김/kim 이/lee 박/park 최/choi 정/jung 남궁/namgung'),
  ),
];

export const COMPANY_WORDS = {
  first: words(`Amber Brass Cobalt Delta Ember Falcon Granite Harbor Indigo Juniper Kestrel Lantern Meridian Nimbus Onyx
    Prairie Quartz Raven Saffron Timber Umber Velvet Willow Zephyr`),
  second: words(`Analytics Bakery Capital Dynamics Energy Foods Gears Health Insurance Joinery Kitchens Logistics
    Machines Networks Optics Partners Robotics Software Textiles Utilities Ventures Works`),
  industries: words('Technology Manufacturing Retail Healthcare Finance Logistics Energy Education'),
};
