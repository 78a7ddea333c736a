/** Losant's own cloud; a private Losant installation has an address of its own. */
export const DEFAULT_API_URL = 'https://api.losant.com';

/**
 * The API URLs that the token may travel to: https anywhere, plain http only to this machine,
 * so that the token never crosses a network in clear text. Spaces around it don't matter.
 * The credential's test and the transport share it.
 */
export const API_URL_PATTERN =
	/^\s*(?:https:\/\/[^\s/?#@\\]+|http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?)(?:\/[^\s?#@\\]*)?\s*$/i;
