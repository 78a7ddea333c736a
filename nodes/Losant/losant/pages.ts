/** The 24 hex digits of an id (definitions/orgInvite: `id`). */
const ID = '[A-Fa-f\\d]{24}';

/**
 * What stands before an id in an address of Losant's: in those of its pages (its documentation links app.losant.com/applications/…,
 * /dashboards/… and /organizations, older pages with `#/` before them; its command line tool links applications), and in those of its API.
 */
export const PLACES = {
	instance: ['instances', 'instance'],
	organization: ['organizations', 'orgs'],
	application: ['applications'],
	dashboard: ['dashboards'],
} as const;

/**
 * A pattern of what names something in Losant.
 *
 * @param places what stands before its id in an address; none where it has no page
 * @returns the source of a regular expression for the id alone, and for an address that has it
 */
export function idOrAddressPattern(places: readonly string[]): string {
	if (places.length === 0) return ID;
	return `(?:${ID}|[^\\s?]*/(?:${places.join('|')})/${ID}(?:[/?#]\\S*)?)`;
}

/**
 * Finds an id in an address of Losant's. A private installation has pages at an address of its own, so the host may be any.
 *
 * @param text the address, without spaces around it
 * @param places what stands before the id
 * @returns undefined where the text is no such address, or has two of them
 */
export function idInAddress(text: string, places: readonly string[]): string | undefined {
	if (places.length === 0 || /\s/.test(text)) return undefined;
	// what comes after a ? is handed to the page, such as the device that a dashboard shows
	const [path = ''] = text.split('?');
	const named = path.matchAll(new RegExp(`/(?:${places.join('|')})/(${ID})(?=[/#]|$)`, 'g'));
	const ids = new Set([...named].map(([, id = '']) => id.toLowerCase()));
	const [id, ...others] = ids;
	return others.length === 0 ? id : undefined;
}
