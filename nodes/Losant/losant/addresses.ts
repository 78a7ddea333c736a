/**
 * The form in which two spellings of an address are the same: Losant may store addresses in lower case.
 *
 * @param email the address
 */
export function normalized(email: string): string {
	return email.trim().toLowerCase();
}

/**
 * The query of a list for one address: it lets every spelling through, and perhaps others. Whether Losant's filter minds
 * the case, and which characters besides `*` have a meaning in it, isn't documented, so whatever is in doubt becomes `*`.
 *
 * @param email the address
 */
export function filterFor(email: string): { filterField: 'email'; filter: string } {
	return { filterField: 'email', filter: email.trim().replace(/[^a-z\d@._-]+/g, '*') };
}

/**
 * People by address, in Losant's order.
 *
 * @param people invites or members; those without an address are left out
 * @returns the keys are normalized addresses
 */
export function byAddress<Person extends { email?: string }>(
	people: readonly Person[],
): Map<string, Person[]> {
	const addresses = new Map<string, Person[]>();
	for (const person of people) {
		if (typeof person.email !== 'string') continue;
		const address = normalized(person.email);
		const others = addresses.get(address);
		if (others) others.push(person);
		else addresses.set(address, [person]);
	}
	return addresses;
}
