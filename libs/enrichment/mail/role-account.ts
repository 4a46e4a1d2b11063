/** Names of functions that mailboxes carry (RFC 2142's, and those in use in several languages); separators left out. */
const roles = new Set(
  `abuse accounting accounts accountspayable accountsreceivable admin administration administrator all ap ar backoffice
  billing board booking bookings bookkeeping business career careers compliance contact contactus contactme customercare
  customerservice customersupport data dataprotection dev developers dpo editor editorial einkauf enquiries enquiry events
  everyone feedback finance frontdesk general hallo headoffice hello help helpdesk hi hiring hostmaster hr info information
  inquiries inquiry investorrelations invoice invoices invoicing ir it itsupport jobs legal logistics mail mailbox mailerdaemon
  management marketing media mgmt newsletter noc noreply donotreply notifications office operations ops order orders partner
  partners partnership partnerships payments payroll people postmaster pr press privacy procurement production projects
  purchasing reception recruiting recruitment registrar reservations returns sale sales secretary security service services
  shipping shop spam staff store subscribe support talent team tech technical technik training unsubscribe usenet webmaster
  webshop welcome www
  anfrage anfragen bestellung bewerbung bewerbungen buchhaltung buero büro datenschutz empfang geschaeftsfuehrung
  geschäftsführung kontakt kundenservice kundendienst personal post presse rechnung rechnungen sekretariat verkauf vertrieb
  verwaltung vorstand werbung zentrale
  accueil achats administratif bonjour commande commandes commercial comptabilite comptabilité direction emploi facturation
  recrutement relationclient rh secretariat serviceclient ventes
  administracion administración atencionalcliente clientes compras comunicacion contabilidad contacto contato direccion
  empleo facturacion gerencia hola informacion oficina pedidos prensa recepcion reservas rrhh secretaria ventas
  acquisti amministrazione assistenza clienti commerciale contabilita contabilità contatti contatto direzione fatture
  informazioni lavoro ordini prenotazioni risorseumane segreteria stampa ufficio ufficiostampa vendite
  atendimento comercial contabilidade faturamento financeiro suporte vendas
  administratie bestelling boekhouding facturen inkoop klantenservice onthaal receptie secretariaat verkoop vacature
  ekonomi faktura fakturor fakturering kundtjanst kundtjänst kundeservice kundenservice ordrer regnskab regnskap salg
  asiakaspalvelu laskutus myynti toimisto
  biuro handel kadry ksiegowosc księgowość obchod obsluga podpora praca prodej rekrutacja sekretariat sprzedaz ucetni
  zamowienia iroda penzugy ugyfelszolgalat satis satış destek bilgi iletisim muhasebe`.split(/\s+/),
);

/**
 * Whether the local part of an address names a function rather than a person: `info`, `no-reply`, `sales.emea`.
 * A person whose own name is among the words (Jo Post, post@…) is not taken for a function unless the whole is one.
 * @param localPart what stands before the @
 * @param nameParts the person's names, folded to lower case
 */
export function isRoleAccount(localPart: string, nameParts: readonly string[] = []): boolean {
  const mailbox = localPart.toLowerCase().replace(/\+.*$/, '').normalize('NFC');
  const words = mailbox.split(/[._\-\d]+/).filter(Boolean);
  if (words.some((word) => nameParts.includes(word))) return false;
  // Two letters are a role when they stand alone (hr@), but too often a person's initials beside another word.
  const outer = words.length > 1 ? [...words.slice(0, 1), ...words.slice(-1)] : [];
  return roles.has(words.join('')) || outer.some((word) => word.length > 2 && roles.has(word));
}
