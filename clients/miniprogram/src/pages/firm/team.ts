// Who acts for my firm and who is invited, and what its owner may do about it.
import type { Aborter } from '@/api/aborter'
import { call } from '@/api/call'
import type { Schema } from '@api/paths'
import { readFirm, type MyFirm } from './readFirm'

export type Member = Schema<'MemberView'>
export type Invitation = Schema<'OpenInvitation'>

export interface Team extends MyFirm {
  members: Member[]
  invitations: Invitation[]
}

export async function readTeam(id: string, aborter?: Aborter): Promise<Team> {
  const mine = await readFirm(id, aborter)
  const path = { enterprise_id: id }
  const query = { limit: 100 }
  const [members, invitations] = await Promise.all([
    call('get', '/enterprises/{enterprise_id}/members', { path, query, aborter }),
    call('get', '/enterprises/{enterprise_id}/invitations', { path, query, aborter }),
  ])
  return { ...mine, members: members.items, invitations: invitations.items }
}

export function invite(id: string, role: 'owner' | 'staff', key: string): Promise<Schema<'InvitationView'>> {
  return call('post', '/enterprises/{enterprise_id}/invitations', { path: { enterprise_id: id }, body: { role }, key })
}

export async function withdraw(id: string, invitation: string): Promise<void> {
  await call('delete', '/enterprises/{enterprise_id}/invitations/{invitation_id}', {
    path: { enterprise_id: id, invitation_id: invitation },
  })
}

export async function remove(id: string, member: string): Promise<void> {
  await call('delete', '/enterprises/{enterprise_id}/members/{user_id}', {
    path: { enterprise_id: id, user_id: member },
  })
}

export async function handOver(id: string, member: string, key: string): Promise<void> {
  await call('post', '/enterprises/{enterprise_id}/owner', {
    path: { enterprise_id: id },
    body: { user_id: member },
    key,
  })
}
