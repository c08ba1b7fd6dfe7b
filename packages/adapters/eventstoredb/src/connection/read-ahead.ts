/** How many events the client may fetch before they are taken. It reads this option; its types know another stream's. */
export const readAhead = (events: number): object => ({ readableHighWaterMark: events })
