import type { SamplePerson } from './sample.ts'

/** The people of the sample forum. All of them are made up. */
export const samplePeople: readonly SamplePerson[] = [
  { key: 'ines', name: 'Inês Mourão-Teles', isStaff: true },
  { key: 'tomasz', name: 'Tomasz Wąsowicz-Łęski', isStaff: true },
  { key: 'mireille', name: 'Mireille Oyelaran', isStaff: true },
  { key: 'salwa', name: 'سلوى الفخّار', isStaff: false },
  { key: 'thuy', name: 'Nguyễn Thị Thu Thủy', isStaff: false },
  {
    key: 'fernanda',
    name: 'Maria Fernanda de Albuquerque Cavalcanti von Hohenstein-Grünwaldenburg',
    isStaff: false,
  },
  { key: 'agnieszka', name: 'Agnieszka Śledziówna', isStaff: false },
  { key: 'kofi', name: 'Kofi Asare-Donkor', isStaff: false },
  { key: 'hana', name: '佐藤 花', isStaff: false },
  { key: 'runar', name: 'Rúnar Þorgilsson', isStaff: false },
  { key: 'priya', name: 'Priya Venkatagiri', isStaff: false },
  { key: 'wren', name: 'wren', isStaff: false },
  { key: 'emre', name: 'Emre Kocaağa', isStaff: false },
  { key: 'oksana', name: 'Оксана Квітчаста', isStaff: false },
  { key: 'sipho', name: 'Sipho Mthembeni', isStaff: false },
]
