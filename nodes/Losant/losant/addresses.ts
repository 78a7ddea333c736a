/**
 * The form in which two spellings of an address are the same: Losant may store addresses in lower case.
 *
 * @param email the address
 */
export function normalized(email: string): string {
	return email.trim().toLowerCase();
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
