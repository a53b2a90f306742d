package dev.reach.authentix;

import java.math.BigDecimal;

/**
 * A payment that a user confirms with a code. The string form does not show it.
 *
 * @param payee who is paid
 * @param amount how much
 * @param currency in which currency
 * @since 0.1.0
 */
public record PaymentInfo(String payee, BigDecimal amount, String currency) {

	@Override
	public String toString() {
		return "PaymentInfo";
	}

}
