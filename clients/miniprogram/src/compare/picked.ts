// Up to four plans to lay side by side: kept on the phone until they are compared or let go.
import { ref } from 'vue'

export interface PickedPlan {
  id: string
  title: string
  edition: string
}

export const MOST = 4
const KEPT = 'compare'

const picked = ref<PickedPlan[]>((uni.getStorageSync(KEPT) as PickedPlan[]) || [])

export function pickedPlans(): readonly PickedPlan[] {
  return picked.value
}

export function isPicked(id: string): boolean {
  return picked.value.some((plan) => plan.id === id)
}

/** Takes it in or lets it go; prices of two editions cannot be compared, so another edition starts anew. */
export function togglePicked(plan: PickedPlan): void {
  const same = picked.value.filter((one) => one.edition === plan.edition)
  if (isPicked(plan.id)) replace(picked.value.filter((one) => one.id !== plan.id))
  else if (same.length < MOST) replace([...same, plan])
}

export function dropPicked(): void {
  replace([])
}

function replace(plans: PickedPlan[]): void {
  picked.value = plans
  uni.setStorageSync(KEPT, plans)
}
