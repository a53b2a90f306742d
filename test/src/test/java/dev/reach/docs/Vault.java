package dev.reach.docs;

import java.util.Map;

/**
 * Stands for whatever an application keeps its secrets in.
 *
 * @param secrets the secrets by name
 */
record Vault(Map<String, String> secrets) {

	String read(String name) {
		return this.secrets.getOrDefault(name, "");
	}

}
