/** Names as people in the United Kingdom bear them. Any likeness to somebody is chance: first and last are drawn apart. */
export interface NameGroup {
  /** Of a thousand people. */
  share: number
  female: readonly string[]
  male: readonly string[]
  families: readonly string[]
}

const list = (names: string) => names.split(' ')

/** By the year of birth: those born before 1960, before 1990, and since. */
export const britishByEra = [
  {
    female: list(
      'Margaret Jean Patricia Dorothy Sheila Brenda Maureen Beryl Joan Barbara Sylvia Doreen Audrey Eileen Hazel Marjorie Pauline Rita Valerie Iris',
    ),
    male: list(
      'Kenneth Ronald Derek Raymond Dennis Alan Roy Gordon Geoffrey Leslie Brian Norman Stanley Trevor Bernard Clifford Malcolm Reginald Desmond Arthur',
    ),
  },
  {
    female: list(
      'Susan Karen Tracey Nicola Joanne Helen Alison Michelle Claire Louise Samantha Rachel Deborah Lisa Gillian Rebecca Dawn Lorraine Kerry Heather',
    ),
    male: list(
      'Stephen Andrew Paul Mark Darren Simon Neil Gareth Ian Jason Craig Lee Stuart Adrian Matthew Carl Wayne Jonathan Robert Nigel',
    ),
  },
  {
    female: list(
      'Chloe Megan Amelia Olivia Poppy Isla Freya Jessica Ellie Maisie Florence Willow Harriet Daisy Imogen Phoebe Ivy Matilda Bethany Elsie',
    ),
    male: list(
      'Oliver Jack Harry Alfie Callum Noah Theo Archie Finley Freddie Ethan Toby Reuben Jude Kieran Rory Albie Louis Connor Stanley',
    ),
  },
] as const

const british = list(
  'Ashdowne Barrowclough Calloway Dunmore Eastwood Fairclough Garside Hathersage Ingleby Jessop Kershaw Lockyer Marchbank Northcote Oldroyd Penhaligon Quarmby Rushworth Satterthwaite Thackray Underhill Varley Whitcombe Yarwood Birtwistle Cottrell Drabble Entwistle Furlong Greenhalgh Hargreaves Kettlewell Lumley Midgley Nettleton Ormerod Pickersgill Ridgeway Sugden Trelawney Walmsley Askew Blenkinsop Culpepper Dewhirst Haverford Smith Jones Taylor Brown Wilson Clarke Wright Walker Hughes Green Wood Harris Martin Cooper Ward Turner',
)

export const nameGroups: readonly NameGroup[] = [
  { share: 640, female: [], male: [], families: british },
  {
    share: 70,
    female: list('Fiona Morag Eilidh Catriona Shona Kirsty Ailsa Mhairi Isobel Senga'),
    male: list('Hamish Alasdair Fraser Euan Calum Duncan Gregor Struan Lachlan Innes'),
    families: list(
      'MacAskill Drummond Farquharson Galbraith Kinnaird McCrimmon Abernethy Lamont Rattray Urquhart McNab Strachan',
    ),
  },
  {
    share: 55,
    female: list('Sian Carys Bronwen Rhiannon Nerys Cerys Angharad Lowri Eleri Mair'),
    male: list('Gethin Rhys Dafydd Emyr Iwan Owain Gwilym Hywel Aled Tudur'),
    families: list('Prytherch Llewelyn Gwynne Bevan Pugh Cadwallader Probert Meredith Vaughan Maddocks'),
  },
  {
    share: 45,
    female: list('Siobhan Niamh Aoife Bridget Orla Roisin Caoimhe Deirdre Nuala Grainne'),
    male: list('Declan Eoin Padraig Cormac Donal Fergal Ciaran Brendan Colm Oisin'),
    families: list("O'Rourke McGinley Brannigan O'Driscoll Devlin Heneghan O'Shaughnessy Mulvaney Quigley Tierney"),
  },
  {
    share: 62,
    female: list('Aisha Fatima Zainab Maryam Khadija Nusrat Saima Shazia Ruqayyah Hafsa'),
    male: list('Mohammed Imran Tariq Yusuf Hamza Bilal Asif Zubair Faisal Ibrahim'),
    families: list('Hussain Ahmed Chaudhry Mahmood Begum Rahman Mirza Siddiqui Qureshi Malik Uddin Akhtar'),
  },
  {
    share: 48,
    female: list('Priya Anjali Harpreet Meera Kavita Jaswinder Deepa Nisha Sunita Lakshmi'),
    male: list('Arjun Rajesh Gurpreet Vikram Sanjay Manpreet Anil Rohan Dinesh Harjit'),
    families: list('Patel Singh Kaur Sharma Desai Gill Chauhan Venkataraman Nair Dhaliwal Mistry Krishnamurthy'),
  },
  {
    share: 34,
    female: list('Ngozi Abena Folake Chidinma Efua Temitope Amara Adwoa Ifeoma Yetunde'),
    male: list('Chukwuemeka Kwame Olumide Kofi Babajide Emeka Tunde Kwabena Obinna Ayodele'),
    families: list('Okonkwo Mensah Adeyemi-Bankole Boateng Oyelaran Nwachukwu Asante Olatunji Owusu Eze'),
  },
  {
    share: 18,
    female: list('Marcia Beverley Sharon Shanice Yvonne Althea Claudette Tanisha'),
    male: list('Winston Delroy Marlon Leroy Jermaine Errol Neville Dwayne'),
    families: list('Campbell Grant Bailey Pinnock Gayle Barrett Samuels Whyte'),
  },
  {
    share: 36,
    female: list('Agnieszka Katarzyna Małgorzata Zofia Ioana Elena Oksana Rasa Ewa Mihaela'),
    male: list('Tomasz Piotr Krzysztof Łukasz Andrei Bogdan Dmytro Jonas Marek Stefan'),
    families: list('Wójcik Kowalczyk Szczepański Popescu Ionescu Kovalenko Dąbrowski Zieliński Petrauskas Nowak'),
  },
  {
    share: 14,
    female: list('Mei-Ling Xiu Hui-Min Yan Siu-Fong Jing'),
    male: list('Wei Chun-Kit Jian Ka-Ho Zhiming Hao'),
    families: list('Chan Wong Li Zhang Cheung Lau Ng Xu'),
  },
  {
    share: 20,
    female: list('Inês Lucía Francesca Beatriz Chiara Marta'),
    male: list('João Álvaro Giuseppe Tiago Matteo Sérgio'),
    families: list('Figueiredo Núñez Esposito Carvalho Ferrante Gonçalves'),
  },
  {
    share: 26,
    female: list('Hodan Amina Layla Zeynep Rania Sahra Nour Shirin'),
    male: list('Abdi Omar Mehmet Karim Mustafa Warsame Rashid Dariush'),
    families: list('Abdullahi Yılmaz Haddad Warsame El-Masri Jama Rahimi Demir'),
  },
]

/** Names that make a screen narrow: kept so that pages are looked at with them. */
export const longFamilies = [
  'Featherstonehaugh-Cholmondeley',
  'Fitzgerald-Montgomery',
  'Wickremasinghe-Thornberry',
  'van der Westhuizen',
  'Papadimitrakopoulos',
  "Bowes-O'Shaughnessy",
]

/** Those who have one name alone. */
export const singleNames = ['Sumathi', 'Wulandari', 'Nallathamby', 'Khin', 'Suparman']

export const middleNames = {
  female: list('Anne Mary Louise Jane Elizabeth Rose Grace Catherine'),
  male: list('James John William David Thomas George Michael Alexander Joseph'),
}
