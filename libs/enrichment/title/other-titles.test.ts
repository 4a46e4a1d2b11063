import { describe, expect, it } from '@jest/globals';
import { departmentOf } from './department.ts';
import { seniorityOf } from './seniority.ts';

/** Title | seniority | department, by language; "-" where the title does not say. */
const LABELLED: Readonly<Record<string, string>> = {
  German: `
    Geschäftsführer | c_suite | management
    Geschäftsführerin (CEO) | c_suite | management
    Geschäftsführender Gesellschafter | owner | management
    Gründer und Geschäftsführer | founder | management
    Mitgründerin | founder | -
    Inhaber | owner | -
    Vorstandsvorsitzender | c_suite | management
    Mitglied des Vorstands | c_suite | management
    Mitglied der Geschäftsleitung | c_suite | management
    Finanzvorstand | c_suite | finance
    Vizepräsident | vp | -
    Leiter Vertrieb | head | sales
    Leiterin Personal | head | human_resources
    Vertriebsleiter | head | sales
    Entwicklungsleiter | head | engineering
    Leiter*in Marketing (m/w/d) | head | marketing
    Abteilungsleiterin Buchhaltung | head | finance
    IT-Leiter | head | it
    Einkaufsleiter | head | operations
    Vertriebsdirektor | director | sales
    Projektleiter | manager | -
    Teamleiter Kundenservice | manager | support
    Produktmanagerin | manager | product
    Senior Berater | senior | consulting
    Werkstudent | intern | -
    Werkstudentin Marketing | intern | marketing
    Auszubildender | intern | -
    Prokurist | - | -
    Prokuristin | - | -
    Referentin der Geschäftsführung | - | -
    Assistentin der Geschäftsführung | - | administration
    Vorstandsassistentin | - | administration
    Softwareentwickler | - | engineering
    Personalreferentin | - | human_resources
    Sachbearbeiterin Einkauf | - | operations
    Datenschutzbeauftragter | - | legal
    Steuerberaterin | - | finance
    Zugbegleiter | - | -
    Küchenchef | - | -
    Ehemaliger Geschäftsführer | - | -`,
  French: `
    Président-directeur général | c_suite | management
    PDG | c_suite | management
    Directrice générale | c_suite | management
    Gérant | c_suite | management
    Fondatrice | founder | -
    Associée | partner | -
    Vice-présidente | vp | -
    Directrice financière | director | finance
    Directeur technique | director | -
    Directeur administratif et financier | director | finance
    Directrice des ressources humaines | director | human_resources
    Directeur commercial | director | sales
    DRH | director | human_resources
    Responsable commercial | manager | sales
    Responsable des achats | manager | operations
    Chef de projet | manager | -
    Chef de produit | manager | product
    Cheffe de service | head | -
    Chef de cuisine | - | -
    Ingénieure logiciel | - | engineering
    Comptable | - | finance
    Assistante de direction | - | administration
    Stagiaire marketing | intern | marketing
    Directeur de la photographie | - | -`,
  Spanish: `
    Director general | c_suite | management
    Consejera delegada | c_suite | management
    Propietario | owner | -
    Socia fundadora | founder | -
    Socio | partner | -
    Vicepresidente de Ventas | vp | sales
    Director de Marketing | director | marketing
    Directora financiera | director | finance
    Jefa de Producción | head | operations
    Jefe de ventas | head | sales
    Jefe de proyecto | manager | -
    Gerente de Recursos Humanos | manager | human_resources
    Responsable de compras | manager | operations
    Ingeniero de software | - | engineering
    Abogada | - | legal
    Asistente de dirección | - | administration
    Becaria | intern | -
    Director de fotografía | - | -`,
  Italian: `
    Amministratore delegato | c_suite | management
    Direttrice generale | c_suite | management
    Titolare | owner | -
    Fondatore | founder | -
    Direttore commerciale | director | sales
    Direttrice finanziaria | director | finance
    Responsabile acquisti | manager | operations
    Responsabile qualità | manager | operations
    Responsabile risorse umane | manager | human_resources
    Capo progetto | manager | -
    Avvocato | - | legal
    Consulente | - | consulting
    Tirocinante | intern | -
    Direttore della fotografia | - | -`,
  Dutch: `
    Algemeen directeur | c_suite | management
    Eigenaar | owner | -
    Medeoprichter | founder | -
    Financieel directeur | director | finance
    Hoofd Logistiek | head | operations
    Hoofd Inkoop | head | operations
    Teamleider klantenservice | manager | support
    Softwareontwikkelaar | - | engineering
    Boekhouder | - | finance
    Adviseur | - | -
    Stagiair | intern | -`,
  Portuguese: `
    Diretor Geral | c_suite | management
    Sócio-fundador | founder | -
    Proprietária | owner | -
    Diretor de Operações | director | operations
    Diretora Financeira | director | finance
    Gerente de Produto | manager | product
    Gerente de Vendas | manager | sales
    Coordenador de Vendas | - | sales
    Engenheira de software | - | engineering
    Advogado | - | legal
    Estagiária de Marketing | intern | marketing`,
  Polish: `
    Prezes Zarządu | c_suite | management
    Członek Zarządu | c_suite | management
    Wiceprezes Zarządu | vp | -
    Właścicielka | owner | -
    Współzałożyciel | founder | -
    Dyrektor finansowa | director | finance
    Dyrektor ds. sprzedaży | director | sales
    Kierownik projektu | manager | -
    Kierowniczka działu zakupów | manager | operations
    Specjalista ds. marketingu | - | marketing
    Starszy programista | senior | engineering
    Młodszy księgowy | entry | finance
    Stażysta | intern | -`,
  Swedish: `
    VD | c_suite | management
    Verkställande direktör | c_suite | management
    Grundare och VD | founder | management
    Ekonomichef | manager | finance
    Försäljningschef | manager | sales
    Marknadschef | manager | marketing
    Personalchef | manager | human_resources
    Systemutvecklare | - | engineering`,
  'Danish and Norwegian': `
    Administrerende direktør | c_suite | management
    Adm. direktør | c_suite | management
    Daglig leder | c_suite | management
    Indehaver | owner | -
    Salgsdirektør | director | sales
    Salgschef | manager | sales
    Driftschef | manager | operations
    Salgssjef | manager | sales
    Økonomisjef | manager | finance
    Projektleder | manager | -
    Avdelingsleder | head | -
    Bogholder | - | finance
    Kjøkkensjef | - | -`,
  Finnish: `
    Toimitusjohtaja | c_suite | management
    Perustaja | founder | -
    Talousjohtaja | director | finance
    Myyntijohtaja | director | sales
    Markkinointipäällikkö | manager | marketing
    Hallituksen puheenjohtaja | - | -
    Ohjelmistokehittäjä | - | engineering
    Harjoittelija | intern | -`,
};

const rows = Object.entries(LABELLED).flatMap(([language, table]) =>
  table
    .trim()
    .split('\n')
    .map((row) => [language, ...row.split('|').map((cell) => cell.trim())]),
);
const orNull = (cell = ''): string | null => (cell === '-' ? null : cell);

describe('what a job title says in another language', () => {
  it.each(rows)('%s: %s → %s, %s', (_language, title = '', seniority, department) => {
    expect([seniorityOf(title), departmentOf(title)]).toEqual([orNull(seniority), orNull(department)]);
  });
});
