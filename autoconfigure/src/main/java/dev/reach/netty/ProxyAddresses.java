package dev.reach.netty;

import java.net.InetSocketAddress;
import java.util.List;

import dev.reach.proxy.ReachProxy;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.InetAddressFilter;

/**
 * Gives the addresses of a proxy for whatever target, so that connections lead there
 * while pools still tell targets apart. The name of a target is looked up only to ask the
 * filter of the application whether it may be reached.
 */
final class ProxyAddresses extends AddressResolverGroup<InetSocketAddress> {

	private final ReachProxy proxy;

	private final AddressResolverGroup<InetSocketAddress> names;

	private final @Nullable InetAddressFilter filter;

	ProxyAddresses(ReachProxy proxy, AddressResolverGroup<InetSocketAddress> names,
			@Nullable InetAddressFilter filter) {
		this.proxy = proxy;
		this.names = names;
		this.filter = filter;
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new Resolver(executor, this.names.getResolver(executor));
	}

	private final class Resolver extends AbstractAddressResolver<InetSocketAddress> {

		private final AddressResolver<InetSocketAddress> names;

		Resolver(EventExecutor executor, AddressResolver<InetSocketAddress> names) {
			super(executor, InetSocketAddress.class);
			this.names = names;
		}

		@Override
		protected boolean doIsResolved(InetSocketAddress target) {
			return false;
		}

		@Override
		protected void doResolve(InetSocketAddress target, Promise<InetSocketAddress> promise) {
			resolveAll(target).addListener((FutureListener<List<InetSocketAddress>>) (found) -> {
				if (found.isSuccess()) {
					promise.setSuccess(found.getNow().get(0));
				}
				else {
					promise.setFailure(found.cause());
				}
			});
		}

		@Override
		protected void doResolveAll(InetSocketAddress target, Promise<List<InetSocketAddress>> promise) {
			InetAddressFilter filter = ProxyAddresses.this.filter;
			if (filter == null) {
				resolveProxy(promise);
				return;
			}
			this.names.resolveAll(target).addListener((FutureListener<List<InetSocketAddress>>) (found) -> {
				String objection = objection(found, filter);
				if (objection != null) {
					promise.setFailure(new FilteredTargetException(objection));
				}
				else {
					resolveProxy(promise);
				}
			});
		}

		private void resolveProxy(Promise<List<InetSocketAddress>> promise) {
			ReachProxy proxy = ProxyAddresses.this.proxy;
			InetSocketAddress address = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
			this.names.resolveAll(address).addListener((FutureListener<List<InetSocketAddress>>) (found) -> {
				if (found.isSuccess()) {
					promise.setSuccess(found.getNow());
				}
				else {
					promise.setFailure(new ProxyFailure("has a host name that is unknown", found.cause()));
				}
			});
		}

		private static @Nullable String objection(Future<List<InetSocketAddress>> found, InetAddressFilter filter) {
			if (!found.isSuccess()) {
				return FilteredTargetException.NOT_KNOWN;
			}
			return found.getNow().stream().allMatch(filter::matches) ? null : FilteredTargetException.NOT_ALLOWED;
		}

	}

}
