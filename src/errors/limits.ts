/** The maximum number of field errors in a problem. If there are more, `errorCount` is their total number. */
export const maximumFieldErrors = 50;

/** The maximum length of a problem's `detail`, in characters. */
export const maximumDetailLength = 2000;

/** The maximum size of the members of a problem, in bytes of JSON. A member beyond it is left out. */
export const maximumMemberBytes = 65_536;
