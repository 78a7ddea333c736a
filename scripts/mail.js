const { simpleParser } = require('mailparser');
const { SMTPServer } = require('smtp-server');

const { listen } = require('./loopback.js');

/** @typedef {{ to: string, subject: string, text: string }} Mail `text` has the addresses of its links in it */

/**
 * Starts a mail server, for the examples that send mail. Nothing leaves it.
 *
 * @param {(mail: Mail) => void} [tell] is told each mail
 * @returns {Promise<{ account: object, mails: Mail[], stop: () => Promise<void> }>} `account` is what n8n's SMTP credential holds; `mails` grows as they come
 */
async function startMail(tell = () => {}) {
	/** @type {Mail[]} */
	const mails = [];
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData(stream, { envelope }, callback) {
			simpleParser(stream)
				.then(({ subject = '', text = '' }) => {
					const to = envelope.rcptTo.map(({ address }) => address).join();
					const mail = { to, subject, text };
					mails.push(mail);
					tell(mail);
				})
				.then(() => callback(), callback);
		},
	});
	const port = await listen(smtp.server);
	/** @type {() => Promise<void>} */
	const stop = async () => await new Promise((resolve) => smtp.close(resolve));
	const account = { host: '127.0.0.1', port, secure: false, disableStartTls: true };
	return { account, mails, stop };
}

module.exports = { startMail };
