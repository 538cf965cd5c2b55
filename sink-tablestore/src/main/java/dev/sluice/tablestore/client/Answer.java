package dev.sluice.tablestore.client;

import com.alicloud.openservices.tablestore.TableStoreCallback;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** An answer of the client. Its own futures cannot be chained. */
public final class Answer<Q, R> extends CompletableFuture<R> implements TableStoreCallback<Q, R> {

    /**
     * Sends a request; what the client throws at once is an answer too.
     *
     * @param <Q> the request
     * @param <R> the answer
     * @param operation a method of the client
     * @param request as the client wants it
     * @return what the service answers, or the client throws
     */
    public static <Q, R> CompletableFuture<R> to(
            BiFunction<Q, TableStoreCallback<Q, R>, Future<R>> operation, Q request) {
        Answer<Q, R> answer = new Answer<>();
        try {
            Future<R> unused = operation.apply(request, answer);
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    @Override
    public void onCompleted(Q request, R response) {
        complete(response);
    }

    @Override
    public void onFailed(Q request, Exception error) {
        completeExceptionally(error);
    }
}
