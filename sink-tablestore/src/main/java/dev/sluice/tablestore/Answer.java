package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.TableStoreCallback;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** An answer of the client. Its own futures cannot be chained. */
final class Answer<Q, R> extends CompletableFuture<R> implements TableStoreCallback<Q, R> {

    /**
     * Sends a request; what the client throws at once is an answer too.
     *
     * @param operation a method of the client
     */
    static <Q, R> CompletableFuture<R> to(BiFunction<Q, TableStoreCallback<Q, R>, Future<R>> operation, Q request) {
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
