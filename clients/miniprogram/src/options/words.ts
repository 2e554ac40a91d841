// Words of the choices for a firm's place and business.
import { inBoth } from '@/words/language'

export const words = inBoth(
  {
    city: '企业登记在哪个城市',
    district: '在哪个区（县）',
    sector: '做哪一行',
    sectorHint: '输入一两个字就能找到，例如“软件”“零售”',
  },
  {
    city: 'City of registration',
    district: 'District',
    sector: 'Line of business',
    sectorHint: 'A character or two will find it',
  },
)
