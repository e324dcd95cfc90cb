import type { TableField } from '@candour/contract/tables.ts'

/**
 * How columns are called in exports of Dentally, EMIS Web, SystmOne, R4 and CS R4+ (Carestream), Exact (SOE) and in
 * spreadsheets of people's own: lower case, letters and digits alone, without `patient` in front.
 */
const names: Record<TableField, string> = {
  externalId:
    'id number no ref reference refno code patid patno patref patcode patientid patientno patientnumber patientref ' +
    'patientcode patientkey internalid uniqueid emisnumber emisno emisid systmoneid recordnumber chartnumber chartno ' +
    'hospitalnumber accountnumber accountno legacyid externalid pmsid uuid customerid clientid key',
  family: 'surname lastname familyname family secondname surnames last',
  given:
    'forename forenames firstname firstnames givenname givennames given first christianname middlename middlenames ' +
    'middle middleinitial otherforenames forename1 forename2 secondforename',
  title: 'title salutation prefix nametitle courtesytitle',
  name: 'name fullname patient patientname displayname nameofpatient patientdetails surnameandforename client',
  birthDate: 'dob dateofbirth birthdate birthday birthdt born ddob dateofbirthddmmyyyy datebirth birth',
  sex: 'sex gender sexgender administrativegender genderatbirth sexatbirth mf',
  nhsNumber: 'nhs nhsnumber nhsno nhsnum nhsid nhsnumberformatted nhsnumber10 newnhsnumber nhsn',
  mobile:
    'mobile mobilephone mobilenumber mobileno mobiletelephone mobiletelephonenumber mobiletel mobiletelno telmobile ' +
    'cell cellphone mobilephonenumber contactmobile phonemobile sms smsnumber',
  phone:
    'phone telephone tel telno phonenumber phoneno telephonenumber telephoneno hometel homephone hometelephone ' +
    'hometelephonenumber homephonenumber telhome landline contactnumber contacttelephone phonehome homenumber ' +
    'maintelephone daytel eveningtel home hometelno phone1 phone2 telephone1 telephone2 preferredcontactnumber',
  workPhone:
    'work worktel workphone worktelephone worktelephonenumber workphonenumber telwork phonework businessphone worktelno worknumber',
  email: 'email emailaddress mail emailid email1 email2 contactemail homeemail mailaddress',
  addressLine:
    'address addressline addr street road streetaddress address1 address2 address3 address4 address5 addressline1 ' +
    'addressline2 addressline3 addressline4 addressline5 addr1 addr2 addr3 addr4 add1 add2 add3 add4 street1 street2 ' +
    'line1 line2 line3 housename housenumber houseno housenameflatnumber housenamenumber flat numberandstreet ' +
    'nostreet village locality district addresshousename addresshousenumber addressroad addresslocality suburb ' +
    'fulladdress homeaddress homeaddress1 homeaddress2 postaladdress addressblock buildingname addresshouseflatname',
  town: 'town city posttown towncity addresstown addresscity citytown hometown homecity',
  county: 'county region addresscounty state province',
  postcode: 'postcode zip zipcode postalcode addresspostcode homepostcode pcode pc',
  died: 'dateofdeath deathdate dod deceaseddate datedeceased deceased deceasedon died deathdt dead',
}

const known = new Map<string, TableField>()
for (const [field, words] of Object.entries(names) as [TableField, string][])
  for (const word of words.split(' ')) known.set(word, field)

const plain = (heading: string) =>
  heading
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/** The field that a heading names, by itself or with `patient` in front of it. */
export function fieldNamed(heading: string): TableField | null {
  const whole = plain(heading)
  return known.get(whole) ?? known.get(whole.replace(/^(patients?|pat|pt|client|customer)/, '')) ?? null
}

const notes = /note|comment|remark|alert|warning|medicalhistory|allerg|medication|diagnos|problem|treatment|recall|memo/

/** Columns whose contents belong into a record, not into the registration: they are not taken, and it is said. */
export function holdsNotes(heading: string): boolean {
  return notes.test(plain(heading))
}

const systems: [name: string, heading: RegExp, file: RegExp][] = [
  ['EMIS Web', /^(emisnumber|emisno|emisid|housenameflatnumber|numberandstreet)$/, /emis/i],
  ['SystmOne', /^(systmoneid|addressroad|addresslocality|addresshousename|addresshousenumber)$/, /systm|tpp/i],
  ['Dentally', /^(paymentplan|dentallyid|paymentplanname|acquisitionsource|recalldentistdate)$/, /dentally/i],
  ['Exact', /^(patientcode|providercode|patientpaymentplan)$/, /exact|soe/i],
  ['R4', /^(patref|patcode|hometel|worktel|telhome|telmobile|r4id)$/, /\br4\b|carestream/i],
]

/** Where a table comes from, by its headings or its file name; else the file name without numbers. */
export function guessSource(headings: readonly string[], file: string): string {
  const plains = headings.map(plain)
  const found =
    systems.find(([, , named]) => named.test(file)) ?? systems.find(([, has]) => plains.some((one) => has.test(one)))
  if (found !== undefined) return found[0]
  const stem = file
    .replace(/\.[^.]*$/, '')
    .replace(/[\d_\-().\s]+/g, ' ')
    .trim()
  return stem === '' ? 'Old system' : stem.slice(0, 80)
}
