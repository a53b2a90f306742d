package dev.reach.sample;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The message that the sample sends.
 *
 * @param dest the destination
 * @param src the sender
 * @param body the text
 */
@ConfigurationProperties("sample")
record SampleProperties(String dest, String src, String body) {

}
