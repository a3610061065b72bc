/** How many field errors a problem lists at most; `errorCount` has the total when there are more. */
export const maximumFieldErrors = 50;

/** How many characters the `detail` of a problem has at most. */
export const maximumDetailLength = 2000;

/** What `type` begins with unless `typeBase` is set. */
export const defaultTypeBase = "/problems/";
