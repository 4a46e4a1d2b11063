/** Words that job titles are made of, folded, in the languages that contacts' websites are mostly written in. */
const WHOLE =
  'abogada abogado accountant acheteur acheteuse actuary addetta addetto administrator adviser adviseur advisor ' +
  'advocate advogada advogado agent ambassador amministratore amministratrice analista analyst ansvarig ansvarlig ' +
  'apprentice architect asiantuntija asistente assistant assistante assistent assistente assistentin assistentti ' +
  'assistenz associate associe associee asystent asystentka attorney auditor avocat avocate avvocato barista ' +
  'barrister baskan baskani beheerder berater beraterin bestuurder biologist boekhouder bogholder broker buchhalter ' +
  'buchhalterin buyer capo ceo cfo chair chairman chairperson chairwoman charge chargee chef chefin chemist chief ' +
  'chro cio ciso clerk cmo coach cofondateur cofondatrice cofounder cofundador cofundadora comptable conseiller ' +
  'conseillere consejera consejero consulente consultant consultante consultor consultora contabile contabilista ' +
  'contable controller coo coordenador coordenadora coordinador coordinadora coordinator coordinatore coordinatrice ' +
  'copywriter counsel cpo cro cso cto curator dentist desarrollador desarrolladora desenvolvedor desenvolvedora ' +
  'designer developer developpeur developpeuse directeur directie director directora directors directrice direktor ' +
  'direktorin direktoru diretor diretora direttore direttrice dispatcher doctor doradca dyrektor dyrektorka editor ' +
  'eigenaar einkaufer einkauferin ekonom electrician encargada encargado engenheira engenheiro engineer entwickler ' +
  'entwicklerin estimator evangelist evp executive expert fondateur fondatore fondatrice foreman formand founder ' +
  'fundador fundadora geologist gerant gerante gerente geschaftsfuhrer geschaftsfuhrerin geschaftsfuhrung grundare ' +
  'grunder grunderin grundlaegger grundlagger hallintopaallikko head hoofd impiegata impiegato ingegnere ingeniera ' +
  'ingeniero ingenieur ingenieure ingenieurin ingenior ingenjor inhaber inhaberin inkoper insinoori instructor ' +
  'intern interpreter inzynier jednatel jefa jefe johtaja journalist kehittaja kierowniczka kierownik konsulent ' +
  'konsult koordinator koordynator koordynatorka ksiegowa ksiegowy kurucu lawyer lead leader lecturer leder ' +
  'leidinggevende leiter leiterin leitung librarian manager marketer mechanic medarbejder medewerker medgrundare ' +
  'medstifter meister meisterin menedzer mudur muduru muhendis notary nurse officer ontwikkelaar operator oprichter ' +
  'ordforande owner paallikko paralegal partner pdg perustaja pharmacist photographer physician physicist planner ' +
  'plumber president presidenta presidente prezes prezeska principal producer professor programmer prokurist ' +
  'prokuristin przedstawiciel psychologist radgivare receptionist rechtsanwalt rechtsanwaltin recruiter redacteur ' +
  'redactrice reditel reditelka referent referentin representative researcher responsabile responsable ' +
  'sachbearbeiter sachbearbeiterin saljare scientist secretaire secretary sjef socia socio solicitor specialist ' +
  'specjalista specjalistka steuerberater steuerberaterin stifter strategist supervisor supervisora surgeon ' +
  'surveyor suunnittelija sviluppatore svp teacher teamleider technician technicien technicienne tecnica tecnico ' +
  'therapist titolare toimitusjohtaja trader trainee trainer translator treasurer udvikler underwriter utvecklare ' +
  'vd vendedor vendedora vertriebsmitarbeiter veterinarian voorzitter vorstand vorstandin vp wiceprezes wlasciciel ' +
  'wlascicielka writer yonetici zalozyciel zalozycielka';
const roleWords: ReadonlySet<string> = new Set(WHOLE.split(' '));

/** Ends of one-word titles, as Germanic and Finnic languages compound them. */
const roleEnds =
  /(?:leiter|leiterin|leitung|fuhrer|fuhrerin|berater|beraterin|entwickler|entwicklerin|manager|managerin|ingenieur|ingenieurin|chefs?|chefin|sjef|direktor|direktorin|ansvarlig|ansvarig|utvikler|udvikler|utvecklare|johtaja|paallikko|insinoori|directeur|beheerder|ontwikkelaar|medewerker|medarbejder|konsulent|leder|meister|meisterin|anwalt|anwaltin|assistent|assistentin)$/;

/** Whether a word, folded, is one that job titles are made of; of a word with hyphens, whether a part is. */
export function isRoleWord(word: string): boolean {
  return roleWords.has(word) || roleEnds.test(word) || (word.includes('-') && word.split('-').some(isRoleWord));
}
