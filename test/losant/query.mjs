/** @typedef {{ [field: string]: unknown }} Query as definitions/advancedInstanceOrgQuery, what tests need of it */

/**
 * @param {object} object
 * @param {Query} query
 * @returns {boolean}
 */
export function matches(object, query) {
	return Object.entries(query).every(([name, wanted]) => {
		if (Array.isArray(wanted)) {
			const met = wanted.map((one) => matches(object, one));
			if (name === '$and') return met.every(Boolean);
			return (name === '$or') === met.some(Boolean);
		}
		const value = String(Reflect.get(object, name));
		if (typeof wanted !== 'object' || wanted === null) return value === String(wanted);
		return Object.entries(wanted).every(([operator, operand]) => {
			const text = String(operand);
			switch (operator) {
				case '$eq':
					return value === text;
				case '$ne':
					return value !== text;
				case '$startsWith':
					return value.startsWith(text);
				case '$endsWith':
					return value.endsWith(text);
				case '$contains':
					return value.includes(text);
				default:
					throw new Error(`the test Losant doesn't know ${operator}`);
			}
		});
	});
}
