/* A pool as one would first write it: arrays, and numbers for people, seats and seconds. It shares nothing with core. */
export type NaiveSeat = { email: number; status: string; number: number; expires: number; holder: number }

export class NaivePool {
  seats: NaiveSeat[] = []
  resends: { seat: NaiveSeat; at: number }[] = []
  now = 0
  capacity = 3
  isClosed = false
  live = () => this.seats.filter(({ status }) => status !== 'revoked')
  isTaken = (email: number) => this.live().some((seat) => seat.email === email)
  assign(email: number, holder = -1): string {
    if (this.isClosed) return 'PoolIsClosed'
    if (this.isTaken(email)) return 'SeatAlreadyAssigned'
    if (this.live().length >= this.capacity) return 'SeatNotAvailable'
    const seat = { email, status: holder < 0 ? 'pending' : 'claimed', number: holder < 0 ? 1 : 0, holder }
    this.seats.push({ ...seat, expires: this.now + 86_400 })
    return 'done'
  }
  bulk(emails: readonly number[], isAtomic: boolean): string {
    const before = [...this.seats]
    const said = emails.map((email) => this.assign(email)).join()
    if (isAtomic && /[A-Z]/.test(said)) this.seats = before
    return this.seats === before ? 'BulkRejected' : said
  }
  resend(seat?: NaiveSeat): string {
    if (seat?.status !== 'pending') return seat ? 'SeatNotPending' : 'SeatNotFound'
    const recent = this.resends.filter((one) => one.seat === seat && one.at > this.now - 3_600)
    if (recent.length >= 5) return 'ResendLimited'
    this.resends.push({ seat, at: this.now })
    return this.set([seat], { number: seat.number + 1, expires: this.now + 86_400 })
  }
  claim(seat: NaiveSeat | undefined, number: number, holder: number): string {
    if (seat?.status === 'claimed' && seat.number === number && seat.holder === holder) return 'done'
    if (seat?.status !== 'pending' || seat.number !== number) return 'InvitationDead'
    return this.now < seat.expires ? this.set([seat], { status: 'claimed', holder }) : 'InvitationExpired'
  }
  reassign(seat: NaiveSeat | undefined, email: number): string {
    if (!seat || seat.status === 'revoked') return seat ? 'SeatNotLive' : 'SeatNotFound'
    if (seat.email !== email && this.isTaken(email)) return 'SeatAlreadyAssigned'
    return this.end([seat]) && this.assign(email)
  }
  resize(capacity: number): string {
    if (this.isClosed) return 'PoolIsClosed'
    if (capacity < this.live().length) return 'CapacityBelowLive'
    this.capacity = capacity
    return 'done'
  }
  close(): string {
    this.isClosed = true
    return this.end(this.live())
  }
  revoke = (seat?: NaiveSeat) => (seat ? this.end([seat]) : 'SeatNotFound')
  release = () => this.end(this.live().filter((it) => it.status === 'pending' && it.expires <= this.now))
  end = (seats: NaiveSeat[]) => this.set(seats, { status: 'revoked' })
  set(seats: NaiveSeat[], change: Partial<NaiveSeat>): string {
    for (const seat of seats) Object.assign(seat, change)
    return 'done'
  }
}
