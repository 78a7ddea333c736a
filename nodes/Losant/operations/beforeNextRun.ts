/** How often something was done, in the word for it: 3, 'sent'. */
export type Deed = readonly [count: number, deed: string];

/**
 * Says what a run has done, and may have done, before it failed.
 *
 * @param what was done to: in the singular, and in the plural
 * @param done each kind of what was done
 * @param unclear what may have been done besides
 * @returns for example "1 invite was sent, and 2 more may have been sent"; undefined where it is nothing
 */
export function doneInWords(
	[one, many]: readonly [one: string, many: string],
	done: readonly Deed[],
	[unclear, deed]: Deed,
): string | undefined {
	const deeds: string[] = [];
	const counted = (count: number, further: string) => {
		if (deeds.length > 0) return `${count}${further}`;
		return count === 1 ? `1 ${one}` : `${count} ${many}`;
	};
	for (const [count, what] of done) {
		if (count > 0) deeds.push(`${counted(count, '')} ${count === 1 ? 'was' : 'were'} ${what}`);
	}
	if (unclear > 0) deeds.push(`${counted(unclear, ' more')} may have been ${deed}`);
	const last = deeds.pop();
	return deeds.length > 0 ? `${deeds.join(', ')}, and ${last}` : last;
}
