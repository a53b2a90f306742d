package dev.reach.benchmarks.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.reach.http.PayloadMapper;
import dev.reach.messaging.MessagingItem;
import dev.reach.messaging.SendMessage;
import tools.jackson.databind.ObjectReader;

/**
 * The call that all contestants make: what they send and what they are answered.
 */
public final class Call {

	/**
	 * The path of the call.
	 */
	public static final String PATH = "/rest/messaging/v1/create";

	/**
	 * The message, for those that know the type.
	 */
	public static final SendMessage MESSAGE = SendMessage
		.builder("+237671234567", "+237691234567", "Hello World! This is a sms message.")
		.build();

	/**
	 * What the server answers.
	 */
	public static final String JSON = """
			{"appletId":"AIDXXXXXXXXXXXX","apiVersion":"1.0.0","body":"Hello World! This is a sms message.",\
			"dest":"+237671234567","src":"+237691234567","bulkId":null,"numSegments":1,"numMedia":0,"price":null,\
			"priceUnit":null,"messageId":"MIDXXXXXXXXXXXX","status":"sent","messageType":"outbound","errorCode":null,\
			"errorMessage":null,"dateCreated":"2016-08-29T09:12:33.001Z","dateSent":"2016-08-29T09:12:35.001Z",\
			"dateUpdated":"2016-08-29T09:12:35.001Z"}""";

	static final String TWILIO_JSON = """
			{"account_sid":"AIDXXXXXXXXXXXX","api_version":"1.0.0","body":"Hello World! This is a sms message.",\
			"to":"+237671234567","from":"+237691234567","messaging_service_sid":null,"num_segments":"1",\
			"num_media":"0","price":null,"price_unit":null,"sid":"SMXXXXXXXXXXXX","status":"sent",\
			"direction":"outbound-api","error_code":null,"error_message":null,\
			"date_created":"Mon, 29 Aug 2016 09:12:33 +0000","date_sent":"Mon, 29 Aug 2016 09:12:35 +0000",\
			"date_updated":"Mon, 29 Aug 2016 09:12:35 +0000","uri":"/2010-04-01/Accounts/AC/Messages/SM.json"}""";

	static final String TWILIO_PATH = "/2010-04-01/";

	static final String USER = "benchmark-user";

	static final String KEY = "benchmark-key-0123456789abcdef";

	static final Map<String, String> HEADERS = Map.of("Accept", "application/json", "User-Agent",
			"reach-spring/0.1.0-SNAPSHOT (Linux amd64) Java/17.0.1", "X-Reach-Client", "spring-0.1.0-SNAPSHOT",
			"ApiUser", USER, "ApiKey", KEY);

	static final Map<String, String> FIELDS = Map.of("dest", MESSAGE.dest(), "src", MESSAGE.src(), "body",
			MESSAGE.body());

	static final String FORM = "application/x-www-form-urlencoded";

	private static final ObjectReader READER = PayloadMapper.create().readerFor(MessagingItem.class);

	private Call() {
	}

	static String form() {
		return "dest=" + encode(MESSAGE.dest()) + "&src=" + encode(MESSAGE.src()) + "&body=" + encode(MESSAGE.body());
	}

	/**
	 * Decode an answer with a mapper equal to ours.
	 * @param json the bytes of the answer
	 * @return the record
	 */
	public static MessagingItem decode(byte[] json) {
		return READER.readValue(json);
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

}
