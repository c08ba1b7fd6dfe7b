/** One seat as every variant can tell it at the end of a run. */
export interface SeatLine {
  readonly email: string
  readonly status: 'pending' | 'claimed' | 'revoked'
}

/** The seat rules on one plain list, read from front to back: slow, and short enough to be seen to be right. */
export class NaivePool {
  private readonly seats: { email: string; status: SeatLine['status'] }[] = []
  private readonly capacity: number

  constructor(capacity: number) {
    this.capacity = capacity
  }

  assign(email: string): number {
    const live = this.seats.filter(({ status }) => status !== 'revoked')
    if (live.length >= this.capacity || live.some((seat) => seat.email === email)) throw new Error('refused')
    return this.seats.push({ email, status: 'pending' }) - 1
  }

  claim(seat: number): void {
    this.move(seat, ['pending'], 'claimed')
  }

  revoke(seat: number): void {
    this.move(seat, ['pending', 'claimed'], 'revoked')
  }

  lines(): readonly SeatLine[] {
    return this.seats
  }

  private move(index: number, from: readonly SeatLine['status'][], to: SeatLine['status']): void {
    const seat = this.seats[index]
    if (seat === undefined || !from.includes(seat.status)) throw new Error('refused')
    seat.status = to
  }
}

/** Throws at the first seat that is not as expected. Order counts: seats are told in the order of their assignment. */
export const expectSeats = (actual: readonly SeatLine[], expected: readonly SeatLine[]): void => {
  if (actual.length !== expected.length)
    throw new Error(`${actual.length} seats instead of ${expected.length}`)
  for (const [index, { email, status }] of expected.entries()) {
    const seat = actual[index]
    if (seat?.email !== email || seat.status !== status) {
      throw new Error(`seat ${index} is ${seat?.email} ${seat?.status} instead of ${email} ${status}`)
    }
  }
}
