import { LosantApi } from '../../credentials/LosantApi.credentials';
import { API_URL_PATTERN } from '../../nodes/Losant/losant/apiUrl';

test.each([
	'https://api.losant.com',
	' https://api.losant.com/// ',
	'HTTPS://losant.example.com:8443/api',
	'https://api.losant.com/api/v1/',
	'http://localhost',
	'http://localhost:4100',
	'http://localhost:80/api',
	'http://127.255.10.1',
	'http://127.0.0.1:4100/',
	'http://[::1]:4100',
])('the token may travel to %p', (url) => {
	expect(API_URL_PATTERN.test(url)).toBe(true);
});

test.each([
	'',
	'api.losant.com',
	'http://api.losant.com',
	'ftp://api.losant.com',
	'file:///etc/passwd',
	'http://localhost.example.com',
	'http://127.0.0.1.example.com',
	'http://127.0.0.1@example.com',
	'http://127.0.0.1:80@example.com',
	'http://localhost\\@example.com',
	'https://user:secret@example.com',
	'https://example.com/?a=b',
	'https://example.com/#a',
	'https://exam ple.com',
	'https://',
	' x https://api.losant.com',
	'https://api.losant.com x',
	'https://api.losant.com/a b',
	'http://localhost:',
	'http://localhost:abc',
	'http://localhost:123456',
	'http://127.a.0.1',
	'http://127.0.1',
	'http://127.0.0.1000',
	'http://[::2]',
	'javascript:alert(1)',
])('the token must not travel to %p', (url) => {
	expect(API_URL_PATTERN.test(url)).toBe(false);
});

test('Losant’s own cloud is asked unless another address is entered', () => {
	const field = new LosantApi().properties.find(({ name }) => name === 'apiUrl');
	expect(field?.default).toBe('https://api.losant.com');
});
