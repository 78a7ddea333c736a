import { readToken } from '../../nodes/Losant/losant/apiToken';

test.each(['aZ09_-.~+/=', 'undefined.null.NaN', 'xundefined', 'nullx', 'bearerToken'])(
	'%s is a token',
	(token) => {
		expect(readToken(token)).toEqual({ token });
	},
);

test.each([
	[undefined, 'is empty'],
	[7, 'is empty'],
	['', 'is empty'],
	['  ', 'is empty'],
	['"Bearer "', 'is empty'],
	['undefined', 'is an expression that gave nothing: undefined'],
	['null', 'is an expression that gave nothing: null'],
	['NaN', 'is an expression that gave nothing: NaN'],
	['[object Object]', 'is an expression that gave nothing: [object Object]'],
	['abc def', "can't be a token: it has a space in it"],
	['abc\ndef', "can't be a token: it has a line break in it"],
	['abc\rdef', "can't be a token: it has a line break in it"],
	['{{ $vars.token }}', "can't be a token: it has an expression that was not resolved in it"],
	['abc}', "can't be a token: it has an expression that was not resolved in it"],
	['abcédef', expect.stringMatching(/^can't be a token: it has the character .+ in it$/)],
	['[object ]', expect.stringMatching(/^can't be a token: it has the character/)],
])('%j is none: it %s', (text, wrong) => {
	expect(readToken(text)).toEqual({ wrong });
});
