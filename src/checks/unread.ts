/** Why a check has no answer, in words without a full stop. */
export class Unread extends Error {}
