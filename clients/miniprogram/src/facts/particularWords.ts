// The particulars as facts are described, for a form that draws both alike.
import type { Schema } from '@api/paths'
import { inBoth } from '@/words/language'

const words = inBoth(
  {
    contract_no: '合同编号',
    signed_at: '签约时间',
    paid_at: '交费时间',
    fee_fen: '首期服务费总额',
    paid_fen: '企业已付金额',
    payer: '付款方名称（不是本企业付的才填）',
    voucher_no: '银行回单号（选填）',
  },
  {
    contract_no: 'Number of the contract',
    signed_at: 'Signed on',
    paid_at: 'Paid on',
    fee_fen: 'Whole fee of the first period',
    paid_fen: 'Paid by the firm',
    payer: 'Who paid, if not the firm itself',
    voucher_no: 'Number of the bank’s receipt (optional)',
  },
)

const TYPES = {
  contract_no: 'text',
  signed_at: 'instant',
  paid_at: 'instant',
  fee_fen: 'money',
  paid_fen: 'money',
  payer: 'text',
  voucher_no: 'text',
} as const

export function particulars(): Schema<'TrackFactView'>[] {
  const said = words()
  return (Object.keys(TYPES) as (keyof typeof TYPES)[]).map((name) => ({
    name,
    label: said[name],
    type: TYPES[name],
    unit: null,
    required: name !== 'payer' && name !== 'voucher_no',
    default: null,
    options: [],
    source: 'particular' as const,
    help: null,
    example: null,
    minimum: null,
    maximum: null,
  }))
}
